// Dialogs: buttons with `command` where the browser does not know it yet, and links that open a dialog in place of a page.

export function startDialogs(): void {
  const knowsCommands = "command" in HTMLButtonElement.prototype;
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || !(event.target instanceof Element)) return;
    const button = event.target.closest<HTMLButtonElement>("button[commandfor]");
    if (button !== null && !knowsCommands) {
      act(dialog(button.getAttribute("commandfor")), button.getAttribute("command"));
      return;
    }
    const link = event.target.closest<HTMLAnchorElement>("a[data-dialog]");
    const target = dialog(link?.dataset["dialog"] ?? null);
    if (target === null || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    target.showModal();
  });
}

function dialog(id: string | null): HTMLDialogElement | null {
  const found = id === null ? null : document.getElementById(id);
  return found instanceof HTMLDialogElement ? found : null;
}

function act(target: HTMLDialogElement | null, command: string | null): void {
  if (command === "show-modal") target?.showModal();
  else if (command === "close") target?.close();
}
