// Colleagues to name in a note: a button each, which shows once "@" is written and puts the name there.

export function startMentions(): void {
  document.addEventListener("input", (event) => {
    if (event.target instanceof HTMLTextAreaElement && event.target.dataset["mentions"] !== undefined) offer(event.target);
  });
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-mention]") : null;
    const field = button?.closest("form")?.querySelector<HTMLTextAreaElement>("[data-mentions]");
    if (button != null && field != null) put(field, button.dataset["mention"] ?? "");
  });
}

/** What is written after the last "@" before the caret; null where none is being written. */
function begun(field: HTMLTextAreaElement): string | null {
  const found = /(?:^|\s)@([^@\n]{0,40})$/.exec(field.value.slice(0, field.selectionStart));
  return found?.[1] ?? null;
}

function offer(field: HTMLTextAreaElement): void {
  const word = begun(field)?.toLocaleLowerCase() ?? null;
  for (const button of field.form?.querySelectorAll<HTMLElement>("[data-mention]") ?? []) {
    const name = (button.dataset["mention"] ?? "").toLocaleLowerCase();
    button.hidden = word === null || word === name || !name.startsWith(word);
  }
}

function put(field: HTMLTextAreaElement, name: string): void {
  const word = begun(field) ?? "";
  field.setRangeText(`${name} `, field.selectionStart - word.length, field.selectionStart, "end");
  field.focus();
  offer(field);
}
