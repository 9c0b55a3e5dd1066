// Files to choose or drop: size and kind are checked before anything is sent, and sending shows how far it is.

import { language, pageSays } from "./say.js";

const MEGABYTE = 1_000_000;

export function startDrops(): void {
  document.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.type === "file") look(event.target);
  });
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const drop = event.target instanceof Element ? event.target.closest(".drop") : null;
      drop?.classList.toggle("is-over", kind === "dragenter" || kind === "dragover");
    });
  }
  document.addEventListener("htmx:xhr:progress", (event) => {
    const detail: unknown = event instanceof CustomEvent ? event.detail : null;
    if (!(event.target instanceof Element) || typeof detail !== "object" || detail === null) return;
    if ("loaded" in detail && "total" in detail) showProgress(event.target, Number(detail.loaded), Number(detail.total));
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.target instanceof Element) showProgress(event.target, 0, 0);
  });
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || event.target.closest("[data-drop-cancel]") === null) return;
    const form = event.target.closest("form");
    form?.dispatchEvent(new CustomEvent("htmx:abort", { bubbles: true, detail: { elt: form } }));
  });
}

/** Accept what was chosen and name it, or say what is wrong and let it go. */
function look(input: HTMLInputElement): void {
  const box = input.closest<HTMLElement>("[data-drop]");
  if (box === null) return;
  const files = [...(input.files ?? [])];
  const wrong = files.map((file) => fault(file, input, Number(box.dataset["maxBytes"]))).find((words) => words !== "");
  if (wrong !== undefined) input.value = "";
  showError(box, input, wrong ?? "");
  const status = box.querySelector("[data-drop-status]");
  if (status !== null) status.textContent = wrong === undefined ? files.map(chosen).join(", ") : "";
}

function chosen(file: File): string {
  return pageSays("chosen", { name: file.name, size: size(file.size) });
}

function fault(file: File, input: HTMLInputElement, limit: number): string {
  if (file.size === 0) return pageSays("emptyFile", { name: file.name });
  if (limit > 0 && file.size > limit) {
    return pageSays("tooLarge", { name: file.name, size: size(file.size), limit: size(limit) });
  }
  const endings = input.accept.split(",").map((part) => part.trim().toLowerCase());
  const named = endings.filter((ending) => ending.startsWith("."));
  const fits = named.length === 0 || named.some((ending) => file.name.toLowerCase().endsWith(ending));
  const byType = endings.some((ending) => ending !== "" && ending === file.type);
  return fits || byType ? "" : pageSays("wrongKind", { name: file.name, kinds: named.join(", ") });
}

function showError(box: HTMLElement, input: HTMLInputElement, words: string): void {
  const error = box.querySelector<HTMLElement>("[data-drop-error]");
  const text = error?.querySelector("span");
  if (error === null || text == null) return;
  error.hidden = words === "";
  text.textContent = words;
  box.classList.toggle("field-error", words !== "");
  if (words === "") input.removeAttribute("aria-invalid");
  else input.setAttribute("aria-invalid", "true");
}

/** In megabytes as people write them: "14 MB", «14 МБ»; never "0 MB". */
function size(bytes: number): string {
  const amount = Math.max(bytes / MEGABYTE, 0.1);
  const digits = amount < 10 ? 1 : 0;
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: "megabyte",
    unitDisplay: "short",
    maximumFractionDigits: digits,
  }).format(amount);
}

function showProgress(form: Element, loaded: number, total: number): void {
  const input = form.querySelector<HTMLInputElement>("[data-drop] input[type=file]");
  const row = form.querySelector<HTMLElement>("[data-drop-progress]");
  const bar = row?.querySelector("progress");
  const status = form.querySelector("[data-drop-status]");
  const file = input?.files?.[0];
  if (row === null || bar == null || status === null || file === undefined) return;
  row.hidden = total === 0;
  bar.value = total === 0 ? 0 : (100 * loaded) / total;
  status.textContent = total === 0 ? chosen(file) : pageSays("uploading", { name: file.name });
}
