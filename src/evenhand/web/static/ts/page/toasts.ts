// Short messages after an act. One that holds a button stays until it is dismissed; the others go by themselves.

import { pageSays } from "./say.js";

const SHOWN_FOR_MS = 8000;

type Kind = "good" | "bad";

export function startToasts(): void {
  const shelf = document.querySelector<HTMLElement>("#toasts");
  if (shelf === null) return;
  for (const toast of shelf.children) arrange(toast);
  new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) if (node instanceof Element) arrange(node);
  }).observe(shelf, { childList: true });

  // A server answer may carry `HX-Trigger: {"toast": {"text": …, "kind": …}}`.
  document.addEventListener("toast", (event) => {
    const detail: unknown = event instanceof CustomEvent ? event.detail : null;
    if (typeof detail !== "object" || detail === null || !("text" in detail)) return;
    showToast(String(detail.text), "kind" in detail && detail.kind === "bad" ? "bad" : "good");
  });
  document.addEventListener("htmx:responseError", () => showToast(pageSays("trouble"), "bad"));
  document.addEventListener("htmx:sendError", () => showToast(pageSays("offline"), "bad"));
}

export function showToast(text: string, kind: Kind): void {
  const shelf = document.querySelector("#toasts");
  const model = document.querySelector<HTMLTemplateElement>(`template[data-toast="${kind}"]`);
  const toast = model?.content.firstElementChild?.cloneNode(true);
  if (shelf === null || !(toast instanceof Element)) return;
  const words = toast.querySelector(".grow");
  if (words !== null) words.textContent = text;
  shelf.append(toast);
}

function arrange(toast: Element): void {
  const close = toast.querySelector<HTMLButtonElement>("[data-toast-close]");
  close?.addEventListener("click", () => toast.remove());
  if (close !== null) close.hidden = false;
  const holdsAct = toast.querySelector("form, a, button:not([data-toast-close])") !== null;
  if (holdsAct || toast.classList.contains("toast-bad")) return;
  const leave = (): void => {
    if (toast.matches(":hover, :focus-within")) setTimeout(leave, SHOWN_FOR_MS);
    else toast.remove();
  };
  setTimeout(leave, SHOWN_FOR_MS);
}
