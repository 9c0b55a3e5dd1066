// Adjustments that are the page's own: kept on this device, never sent, never part of a score.

const KEY = "evenhand.adjust.";

export function startAdjustments(): void {
  for (const name of ["text", "clock"]) {
    const box = document.querySelector<HTMLInputElement>(`input[data-adjust=${name}]`);
    if (box === null && name !== "text") continue;
    show(name, wanted(name));
    if (box === null) continue;
    box.checked = wanted(name);
    box.addEventListener("change", () => {
      show(name, box.checked);
      try {
        localStorage.setItem(KEY + name, box.checked ? "yes" : "");
      } catch {
        // Then it holds for this page.
      }
    });
  }
}

/** `data-text="large"` makes the type larger, `data-clock="off"` takes the clock off the screen. */
function show(name: string, isOn: boolean): void {
  const value = name === "text" ? "large" : "off";
  if (isOn) document.documentElement.dataset[name] = value;
  else delete document.documentElement.dataset[name];
}

function wanted(name: string): boolean {
  try {
    return (localStorage.getItem(KEY + name) ?? "") !== "";
  } catch {
    return false;
  }
}
