// Adjustments that are the page's own: kept on this device, never sent, never part of a score.

const KEY = "evenhand.adjust.text";

export function startAdjustments(): void {
  const large = document.querySelector<HTMLInputElement>("input[data-adjust=text]");
  if (large === null) return;
  large.checked = wanted();
  show(large.checked);
  large.addEventListener("change", () => {
    show(large.checked);
    try {
      localStorage.setItem(KEY, large.checked ? "large" : "");
    } catch {
      // Then it holds for this page.
    }
  });
}

function show(isLarge: boolean): void {
  if (isLarge) document.documentElement.dataset["text"] = "large";
  else delete document.documentElement.dataset["text"];
}

function wanted(): boolean {
  try {
    return localStorage.getItem(KEY) === "large";
  } catch {
    return false;
  }
}
