// Moments in the reader's own time zone, and "just now" that counts on.

import { language, pageSays } from "./say.js";

const MINUTE_MS = 60_000;
const AN_HOUR_AGO_MS = 60 * MINUTE_MS;
const COUNT_EVERY_MS = 30_000;

const hour: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const day: Intl.DateTimeFormatOptions = { day: "numeric", month: "long" };

export function startTimes(): void {
  showTimes(document);
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target instanceof Element) showTimes(event.target);
  });
  setInterval(() => {
    for (const time of document.querySelectorAll<HTMLTimeElement>("time[data-local=ago]")) show(time);
  }, COUNT_EVERY_MS);
}

function showTimes(within: ParentNode): void {
  for (const time of within.querySelectorAll<HTMLTimeElement>("time[data-local]")) show(time);
}

function show(time: HTMLTimeElement): void {
  const at = new Date(time.dateTime);
  if (Number.isNaN(at.getTime())) return;
  const kind = time.dataset["local"];
  const dayWords = new Intl.DateTimeFormat(dayLanguage(), kind === "moment-year" ? { ...day, year: "numeric" } : day).format(at);
  const hourWords = new Intl.DateTimeFormat(language, hour).format(at);
  if (kind === "hour") time.textContent = hourWords;
  else if (kind === "ago") time.textContent = ago(at, hourWords);
  else time.textContent = `${dayWords}, ${hourWords}`;
}

/** "19 November", as the server writes it: plain "en" would give the American order. */
function dayLanguage(): string {
  return language === "en" ? "en-GB" : language;
}

function ago(at: Date, hourWords: string): string {
  const passed = Date.now() - at.getTime();
  if (passed < MINUTE_MS) return pageSays("justNow");
  if (passed < AN_HOUR_AGO_MS) return pageSays("minutesAgo", { n: Math.floor(passed / MINUTE_MS) });
  return hourWords;
}
