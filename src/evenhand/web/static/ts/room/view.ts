// The room's page: finds the form's parts, shows a state in them, and says what happens to the words.

import { language, say } from "../page/say.js";
import type { EarlierAnswer, OtherDraft, RoomState } from "./protocol.js";

const ANNOUNCE_AT_MOST_EVERY_MS = 15_000;

export type Notice = "offline" | "waiting" | "back" | "sent" | "notNow" | "trouble" | "rested" | "extra" | "soon";

export class View {
  readonly textarea: HTMLTextAreaElement;
  private announcedAt = 0;
  private announceTimer: number | undefined;
  private toAnnounce = "";

  /** Returns null on a page that shows no question to answer. */
  static of(form: HTMLFormElement): View | null {
    const textarea = form.querySelector<HTMLTextAreaElement>("textarea[name=text]");
    return textarea === null ? null : new View(form, textarea);
  }

  private constructor(
    readonly form: HTMLFormElement,
    textarea: HTMLTextAreaElement,
  ) {
    this.textarea = textarea;
  }

  get questionId(): string {
    return this.hidden("question_id").value;
  }

  get text(): string {
    return this.textarea.value;
  }

  /** The extra time chosen in the adjustments, in per cent. */
  get extra(): number {
    return Number(document.querySelector<HTMLInputElement>("input[name=extra]:checked")?.value ?? "0");
  }

  onGoOnHere(run: () => void): void {
    this.form.querySelector("[data-room-here]")?.addEventListener("click", run);
  }

  onDropLeft(run: () => void): void {
    this.form.querySelector("[data-room-left-drop]")?.addEventListener("click", () => {
      run();
      this.showLeft([]);
      this.textarea.focus();
    });
  }

  /** What a plain POST would carry, should the connection never come. */
  setIds(questionId: string, clientId: string): void {
    this.hidden("question_id").value = questionId;
    this.hidden("client_id").value = clientId;
  }

  setText(text: string): void {
    if (this.textarea.value !== text) this.textarea.value = text;
    this.countWords();
  }

  /** Everything but the answer itself. */
  show(state: RoomState): void {
    const { question } = state;
    if (question !== null) {
      this.put("[data-room-number]", this.say("question", { number: question.number, total: state.total }));
      this.put("[data-room-topic]", question.topic === "" ? "" : `· ${question.topic}`);
      this.put("#room-question", question.text);
      this.put("[data-room-hint]", question.hint);
    }
    const progress = this.form.querySelector("progress");
    if (progress !== null) {
      progress.max = state.total;
      progress.value = state.answered;
      progress.textContent = this.say("progress", { answered: state.answered, total: state.total });
    }
    this.showEarlier(state.earlier);
  }

  focusQuestion(): void {
    const heading = this.form.querySelector<HTMLElement>("#room-question");
    heading?.focus();
    heading?.scrollIntoView({ block: "center" });
  }

  countWords(): void {
    const words = this.text.split(/\s+/u).filter((word) => word !== "").length;
    const form = new Intl.PluralRules(language).select(words);
    const key = form === "one" ? "wordsOne" : form === "few" ? "wordsFew" : "wordsMany";
    this.put("[data-room-words]", this.say(key, { n: new Intl.NumberFormat(language).format(words) }));
  }

  showSaved(savedAt: string): void {
    const time = new Intl.DateTimeFormat(language, { timeStyle: "medium", hourCycle: "h23" }).format(new Date(savedAt));
    const words = this.say("saved", { time });
    this.showBar(words, true);
    this.announce(words);
  }

  showUnsaved(connected: boolean): void {
    this.showBar(this.say(connected ? "unsaved" : "kept"), false);
  }

  /** A notice that stays, and is read out. */
  notify(key: Notice, values: Record<string, string | number> = {}): void {
    const words = this.say(key, values);
    const notice = this.form.querySelector<HTMLElement>("[data-room-notice]");
    if (notice !== null) notice.hidden = key === "sent";
    this.put("[data-room-notice] div", words);
    this.announce(words);
  }

  /** The words of another device, with the choice between them and the draft. */
  showOther(other: OtherDraft | null): void {
    this.fold("[data-room-other]", other !== null);
    this.put("[data-room-other-text]", other?.text ?? "");
  }

  /** Words that were typed here for a question that is answered now, and never sent. */
  showLeft(words: readonly string[]): void {
    this.fold("[data-room-left]", words.length > 0);
    this.put("[data-room-left-text]", words.join("\n\n"));
  }

  /** Another tab has the interview: nothing can be typed or sent here until this one takes it back. */
  showElsewhere(isElsewhere: boolean): void {
    const notice = this.form.querySelector<HTMLElement>("[data-room-elsewhere]");
    if (notice === null || notice.hidden === !isElsewhere) return;
    notice.hidden = !isElsewhere;
    this.fold("[data-room-answer]", !isElsewhere);
    this.fold("[data-room-notice]", false);
    for (const button of document.querySelectorAll<HTMLButtonElement>("button[form=room]")) button.disabled = isElsewhere;
    if (isElsewhere) this.announce(notice.querySelector("h2")?.textContent ?? "");
  }

  closePopovers(): void {
    for (const open of document.querySelectorAll<HTMLElement>("[popover]:popover-open")) open.hidePopover();
  }

  showError(words: string): void {
    const error = this.form.querySelector<HTMLElement>("[data-room-error]");
    if (error === null) return;
    error.hidden = words === "";
    this.put("[data-room-error] span", words);
    if (words === "") this.textarea.removeAttribute("aria-invalid");
    else this.textarea.setAttribute("aria-invalid", "true");
  }

  setBusy(button: Element | null, busy: boolean): void {
    for (const each of this.form.querySelectorAll("button[aria-busy]")) each.removeAttribute("aria-busy");
    if (busy) (button ?? this.form.querySelector(".btn-primary"))?.setAttribute("aria-busy", "true");
    this.textarea.readOnly = busy;
  }

  say(key: string, values: Record<string, string | number> = {}): string {
    return say(this.form, `say${key.charAt(0).toUpperCase()}${key.slice(1)}`, values);
  }

  /** Read out at most every fifteen seconds; of what comes in between, the last. */
  private announce(words: string): void {
    this.toAnnounce = words;
    if (this.announceTimer !== undefined) return;
    const wait = Math.max(0, this.announcedAt + ANNOUNCE_AT_MOST_EVERY_MS - Date.now());
    this.announceTimer = window.setTimeout(() => {
      this.announceTimer = undefined;
      this.announcedAt = Date.now();
      this.put("[data-room-live]", this.toAnnounce);
    }, wait);
  }

  private fold(selector: string, isShown: boolean): void {
    const part = this.form.querySelector<HTMLElement>(selector);
    if (part !== null) part.hidden = !isShown;
  }

  private showBar(words: string, saved: boolean): void {
    this.put("[data-room-saved]", words);
    const dot = this.form.querySelector<HTMLElement>("[data-room-dot]");
    if (dot !== null) dot.hidden = !saved;
  }

  private showEarlier(answers: readonly EarlierAnswer[]): void {
    const fold = this.form.querySelector<HTMLElement>("[data-room-earlier]");
    const list = fold?.querySelector("ol");
    if (fold === null || list == null) return;
    fold.hidden = answers.length === 0;
    list.replaceChildren(...answers.map(earlierItem));
  }

  private put(selector: string, words: string): void {
    const place = this.form.querySelector(selector);
    if (place !== null && place.textContent !== words) place.textContent = words;
  }

  private hidden(name: string): HTMLInputElement {
    const input = this.form.querySelector<HTMLInputElement>(`input[name=${name}]`);
    if (input === null) throw new Error(`The room's form has no field ${name}.`);
    return input;
  }
}

function earlierItem(item: EarlierAnswer): HTMLLIElement {
  const row = document.createElement("li");
  const body = element("div", "stack tight");
  body.append(element("p", "muted small keep-lines", item.text), element("p", "words keep-lines", item.answer));
  row.append(element("span", "", String(item.number)), body);
  return row;
}

function element(tag: string, classes: string, words = ""): HTMLElement {
  const made = document.createElement(tag);
  made.className = classes;
  made.textContent = words;
  return made;
}
