// A form is sent once, its button says that it is busy, and after errors the focus goes to their summary.

const BUSY_AT_MOST_MS = 15_000; // a download answers a form without leaving the page: the button must come back

export function startForms(): void {
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !(event.target instanceof HTMLFormElement)) return;
    const form = event.target;
    if (form.method === "dialog") return;
    if (form.dataset["sent"] === "yes") {
      event.preventDefault();
      return;
    }
    form.dataset["sent"] = "yes";
    setBusy(event.submitter, true);
    setTimeout(() => release(form), BUSY_AT_MOST_MS);
  });

  // Back and forward show the page as it was left, with its buttons busy.
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll<HTMLFormElement>("form[data-sent]")) release(form);
  });

  // htmx would queue the second click and send it after the first: stop it before that.
  const asking = new WeakSet<EventTarget>();
  document.addEventListener("htmx:confirm", (event) => {
    if (event.target !== null && asking.has(event.target)) event.preventDefault();
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target instanceof HTMLFormElement) asking.add(event.target);
    setBusy(actor(event), true);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.target !== null) asking.delete(event.target);
    setBusy(actor(event), false);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target instanceof Element) focusErrors(event.target);
  });
  document.addEventListener("htmx:afterSettle", typeOn);
  focusErrors(document);
}

function release(form: HTMLFormElement): void {
  delete form.dataset["sent"];
  for (const button of form.querySelectorAll("[aria-busy]")) setBusy(button, false);
}

function setBusy(button: Element | null, busy: boolean): void {
  if (button === null || !button.matches("button, .btn")) return;
  if (busy) button.setAttribute("aria-busy", "true");
  else button.removeAttribute("aria-busy");
}

/** What started an htmx request: the button of a form, or the element itself. */
function actor(event: Event): Element | null {
  const detail: unknown = event instanceof CustomEvent ? event.detail : null;
  if (typeof detail !== "object" || detail === null || !("elt" in detail)) return null;
  const element = detail.elt;
  if (!(element instanceof HTMLFormElement)) return element instanceof Element ? element : null;
  const config = "requestConfig" in detail ? detail.requestConfig : null;
  const cause = typeof config === "object" && config !== null && "triggeringEvent" in config ? config.triggeringEvent : null;
  const submitter = cause instanceof SubmitEvent ? cause.submitter : null;
  return submitter ?? element.querySelector("button:not([type=button])");
}

/** A text field that came back with more in it, and the focus, is typed on at its end. */
function typeOn(): void {
  const field = document.activeElement;
  if (!(field instanceof HTMLInputElement) || field.type !== "text" || !field.autofocus) return;
  field.setSelectionRange(field.value.length, field.value.length);
}

function focusErrors(within: ParentNode): void {
  const summary = within.querySelector<HTMLElement>("[data-errors]");
  if (summary === null) return;
  summary.focus();
  summary.scrollIntoView({ block: "nearest" });
}
