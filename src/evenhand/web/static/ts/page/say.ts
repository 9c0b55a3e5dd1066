// Sentences come from the page, so that they are translated with everything else: data-say-* holds them with {names}.

/** The page's language, for numbers and times. */
export const language = document.documentElement.lang || "en";

/** The sentence `key` of an element's data attributes with its {names} filled in; empty if the page does not have it. */
export function say(from: HTMLElement | null, key: string, values: Record<string, string | number> = {}): string {
  const sentence = from?.dataset[key] ?? "";
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The sentences every page has. */
export function pageSays(key: string, values: Record<string, string | number> = {}): string {
  return say(document.querySelector<HTMLElement>("#say"), key, values);
}
