// One person in one interview: joins, saves drafts while they type, sends answers, and loses no word on the way.

import type { Socket } from "socket.io-client";

import { RoomClock } from "./clock.js";
import { newId } from "./ids.js";
import type { Keep, Kept } from "./keep.js";
import type { Exchanges, LiveAct, RoomState } from "./protocol.js";
import type { View } from "./view.js";

const SAVE_EVERY_MS = 2000;
const REPLY_WITHIN_MS = 12_000;
const RETRY_AFTER_MS = 4000;
const RECONNECT_AFTER_MS = 5000;
const RECONNECT_AT_LATEST_MS = 60_000;
const TROUBLE = "server_trouble"; // the code of a refusal that is no fault of the message
const TOO_MANY = "too_many_attempts";
const ELSEWHERE = "open_elsewhere";
const LARGEST_MESSAGE = 200_000; // bytes; the server drops a connection that sends too much, without a word
const LIVE_ACTS: readonly string[] = ["rest", "extra", "use_other", "drop_other"] satisfies LiveAct[];

export class Room {
  private kept: Kept;
  private questionId: string;
  private joined = false;
  private wasAway = false;
  private sending = false;
  /** Another tab has the interview; this one keeps its words and waits to be asked back. */
  private elsewhere = false;
  /** The first time in, and when the person says so, this tab takes over; coming back from a lost connection it asks. */
  private taking = true;
  /** The server does not want this connection, a session that ended for example: the plain form then says why. */
  private turnedAway = false;
  private reconnectAfter = RECONNECT_AFTER_MS;
  private saveTimer: number | undefined;
  private readonly clock: RoomClock;
  /** New for each page that is loaded, also where a browser copies a tab. */
  private readonly tab = newId();

  constructor(
    private readonly view: View,
    private readonly keep: Keep,
    private readonly socket: Socket,
    private readonly interviewId: string,
    private readonly doneUrl: string,
    private readonly mostCharacters: number,
  ) {
    this.questionId = view.questionId;
    this.kept = keep.read(this.questionId);
    const words = { left: view.say("left"), rest: view.say("rest") };
    this.clock = new RoomClock(
      { here: () => void this.here(), soon: () => view.notify("soon"), over: () => this.timeIsOver() },
      words,
    );
  }

  start(): void {
    this.view.setIds(this.questionId, this.kept.clientId);
    if (this.kept.unsaved) this.view.setText(this.kept.text);
    this.view.countWords();
    this.view.textarea.addEventListener("input", () => this.typed());
    this.view.form.addEventListener("submit", (event) => this.submitted(event));
    this.view.onGoOnHere(() => this.takeOver());
    this.view.onDropLeft(() => this.keep.forgetAllBut(this.questionId));
    addEventListener("online", () => this.socket.connect());
    addEventListener("offline", () => this.away());
    addEventListener("pagehide", () => this.saveSoon(0));
    this.socket.on("connect", () => void this.join());
    this.socket.on("disconnect", () => this.away());
    this.socket.on("connect_error", (error) => {
      this.turnedAway = !this.socket.active;
      if (this.turnedAway) this.view.showError(error.message);
      this.away();
    });
    this.socket.on("state", (state: RoomState) => this.apply(state));
  }

  private typed(): void {
    // Editing takes back an answer that waits for the connection: it has to be sent again.
    this.kept = { ...this.kept, text: this.view.text, unsaved: true, pending: null, editedAt: Date.now() };
    this.keep.write(this.questionId, this.kept);
    this.view.countWords();
    this.view.showError("");
    this.view.showUnsaved(this.joined);
    this.saveSoon(SAVE_EVERY_MS);
  }

  private saveSoon(delay: number): void {
    if (delay === 0) {
      clearTimeout(this.saveTimer);
      this.saveTimer = undefined;
      void this.save();
    } else {
      this.saveTimer ??= window.setTimeout(() => {
        this.saveTimer = undefined;
        void this.save();
      }, delay);
    }
  }

  private async save(): Promise<void> {
    const { text, unsaved, pending, savedAt } = this.kept;
    if (!this.joined || this.elsewhere || !unsaved || pending !== null || this.fault(text, true) !== "") return;
    const questionId = this.questionId;
    const reply = await this.ask("draft", { question_id: questionId, text, saved_at: savedAt, aside: false });
    if (questionId !== this.questionId) return;
    if (reply === null || (!reply.ok && (reply.code === TROUBLE || reply.code === TOO_MANY))) {
      this.saveSoon(RETRY_AFTER_MS);
      return;
    }
    if (!reply.ok) {
      this.refused(reply.code, reply.message, reply.state);
      return;
    }
    this.kept = { ...this.kept, savedAt: reply.saved_at, unsaved: this.kept.text !== text };
    this.keep.write(questionId, this.kept);
    this.view.showSaved(reply.saved_at);
    this.view.showOther(reply.other ?? null);
    if (this.kept.unsaved) this.saveSoon(SAVE_EVERY_MS);
  }

  private submitted(event: SubmitEvent): void {
    const button = event.submitter;
    const act = button?.getAttribute("name") === "act" ? (button.getAttribute("value") ?? "") : "";
    if (act !== "") {
      this.acted(event, act);
      return;
    }
    const declines = button?.getAttribute("name") === "decline";
    const wrong = declines ? "" : this.fault(this.view.text, false);
    if (wrong !== "") {
      event.preventDefault();
      this.view.showError(wrong);
      this.view.textarea.focus();
      return;
    }
    // A connection that never came up or is refused, though the network is there: the plain form does its work.
    if (!this.joined && (!this.wasAway || this.turnedAway) && navigator.onLine) return;
    event.preventDefault();
    this.view.closePopovers();
    if (this.sending) return;
    this.kept = { ...this.kept, text: this.view.text, pending: declines ? "decline" : "answer" };
    this.keep.write(this.questionId, this.kept);
    if (this.joined) void this.send(button);
    else this.view.notify("waiting");
  }

  /** Pausing leaves the page with the plain form, words included; what changes this page only is done in place. */
  private acted(event: SubmitEvent, act: string): void {
    if (this.wasAway || !navigator.onLine) {
      event.preventDefault();
      this.view.notify("notNow");
    } else if (this.joined && LIVE_ACTS.includes(act)) {
      event.preventDefault();
      this.view.closePopovers();
      void this.act(act as LiveAct);
    }
  }

  private async act(act: LiveAct): Promise<void> {
    await this.save(); // what was typed before is the version that a choice between two is about
    const reply = await this.ask("act", { act, extra: this.view.extra });
    if (reply === null) this.view.notify("trouble");
    else if (!reply.ok) this.refused(reply.code, reply.message, reply.state);
    else {
      this.clock.set(reply.now);
      if (act === "use_other") this.kept = { ...this.kept, unsaved: false };
      this.apply(reply.state);
      if (act === "rest") this.view.notify("rested");
      if (act === "extra") this.view.notify("extra");
    }
  }

  private async here(): Promise<void> {
    if (!this.joined || this.elsewhere || this.sending) return;
    const reply = await this.ask("here", {});
    if (reply?.ok !== true || this.sending) return;
    this.clock.set(reply.now);
    this.apply(reply.state);
  }

  /** What is typed by now is the answer. Away from the server the clock stands still, so this never comes offline. */
  private timeIsOver(): void {
    if (!this.joined || this.elsewhere || this.sending || this.kept.pending !== null) return;
    this.kept = { ...this.kept, text: this.view.text, pending: "answer" };
    this.keep.write(this.questionId, this.kept);
    void this.send(null, true);
  }

  /** Send what is pending; asked again with the same id until the server has answered, which takes it only once. */
  private async send(button: Element | null = null, timeOver = false): Promise<void> {
    const { pending, text, clientId } = this.kept;
    if (pending === null || this.sending) return;
    this.sending = true;
    this.view.setBusy(button, true);
    const about = { question_id: this.questionId, review: true as const };
    const reply =
      pending === "decline"
        ? await this.ask("decline", about)
        : await this.ask("answer", { ...about, text, client_id: clientId, time_over: timeOver });
    if (about.question_id !== this.questionId) return; // the next question came by itself
    this.sending = false;
    this.view.setBusy(null, false);
    if (reply === null || (!reply.ok && (reply.code === TROUBLE || reply.code === TOO_MANY))) {
      if (reply !== null) this.view.showError(reply.message);
      if (this.joined) setTimeout(() => void this.send(null, timeOver), RETRY_AFTER_MS);
      return;
    }
    this.kept = { ...this.kept, pending: null, unsaved: this.kept.unsaved && !reply.ok };
    this.keep.write(this.questionId, this.kept);
    if (reply.ok) {
      this.clock.set(reply.now);
      this.apply(reply.state);
    } else this.refused(reply.code, reply.message, reply.state);
  }

  private takeOver(): void {
    this.taking = true;
    this.kept = this.keep.read(this.questionId); // the other tab of this browser may have written since
    if (this.kept.unsaved) this.view.setText(this.kept.text);
    void this.join();
  }

  private async join(): Promise<void> {
    const reply = await this.ask("join", { take: this.taking });
    // Trouble passes, a database that restarts for example; what waits to be sent would wait for ever without this.
    if (reply === null || (!reply.ok && (reply.code === TROUBLE || reply.code === TOO_MANY))) {
      if (this.socket.connected) setTimeout(() => void this.join(), RETRY_AFTER_MS);
      return;
    }
    if (!reply.ok) {
      this.refused(reply.code, reply.message, reply.state);
      return;
    }
    this.joined = true;
    this.taking = false;
    this.turnedAway = false;
    this.reconnectAfter = RECONNECT_AFTER_MS;
    this.clock.set(reply.now);
    this.apply(reply.state, true);
    if (this.elsewhere) return;
    if (this.wasAway) this.view.notify("back");
    this.wasAway = false;
    if (this.kept.pending !== null) void this.send();
    else if (this.clock.isOver) this.timeIsOver();
    else this.saveSoon(0);
  }

  /** Also where the server ended the connection or refused it: the library does not try again by itself then. */
  private away(): void {
    if (!this.socket.active) {
      setTimeout(() => this.socket.connect(), this.reconnectAfter);
      this.reconnectAfter = Math.min(2 * this.reconnectAfter, RECONNECT_AT_LATEST_MS);
    }
    if (this.wasAway || (!this.joined && navigator.onLine)) return;
    this.joined = false;
    this.wasAway = true;
    this.clock.stop();
    this.view.notify("offline");
    if (this.kept.unsaved) this.view.showUnsaved(false);
  }

  private apply(state: RoomState, joining = false): void {
    if (state.interview_id !== this.interviewId) return;
    if (state.status === "completed") {
      this.keep.tidy(null, []);
      location.assign(this.doneUrl);
      return;
    }
    const wasElsewhere = this.elsewhere;
    this.elsewhere = state.held_by !== undefined && state.held_by !== "" && state.held_by !== this.tab;
    this.view.showElsewhere(this.elsewhere);
    if (this.elsewhere) {
      this.clock.stop();
      this.setPending(null); // sent or not is for whoever goes on; the words stay
      return;
    }
    const next = state.question;
    if (next === null) {
      location.reload(); // the page says what the room waits for
      return;
    }
    const isNew = next.id !== this.questionId;
    this.view.show(state);
    this.clock.show(state.clock ?? null, isNew);
    if (!isNew) this.mergeDraft(state);
    else this.turnTo(next.id, state);
    if (this.kept.savedAt !== null && !this.kept.unsaved) this.view.showSaved(this.kept.savedAt);
    if (joining || isNew || wasElsewhere) this.view.showLeft(this.keep.tidy(this.questionId, state.earlier));
    if (wasElsewhere) this.view.textarea.focus();
  }

  private setPending(pending: Kept["pending"]): void {
    if (this.kept.pending === pending) return;
    this.kept = { ...this.kept, pending };
    this.keep.write(this.questionId, this.kept);
  }

  /** The same question again. Where words were typed here and elsewhere the newer ones stand; the others are offered. */
  private mergeDraft(state: RoomState): void {
    const { text, unsaved, savedAt, pending, editedAt } = this.kept;
    this.view.showOther(state.other ?? null);
    if (pending !== null || state.saved_at === savedAt) return;
    const bothSaySo = state.draft.includes(text) || text.includes(state.draft);
    const editedOnServersClock = editedAt + (this.clock.now - Date.now());
    const newest = editedOnServersClock > Date.parse(state.saved_at ?? "") || state.saved_at === null;
    if (!unsaved || state.draft.includes(text)) {
      this.takeDraft(state.draft, state.saved_at);
    } else if (bothSaySo) {
      this.kept = { ...this.kept, savedAt: state.saved_at };
      this.keep.write(this.questionId, this.kept);
    } else if (!newest) {
      this.takeDraft(state.draft, state.saved_at);
      void this.putAside(text);
    } // Else the draft that is saved next says which one it began from, and the server keeps the other beside it.
  }

  private takeDraft(text: string, savedAt: string | null): void {
    this.kept = { ...this.kept, text, savedAt, unsaved: false };
    this.keep.write(this.questionId, this.kept);
    this.view.setText(text);
  }

  private async putAside(text: string): Promise<void> {
    const about = { question_id: this.questionId, text, saved_at: this.kept.savedAt, aside: true };
    this.view.showOther({ text, saved_at: "" });
    const reply = await this.ask("draft", about);
    if (reply?.ok === true) this.view.showOther(reply.other ?? null);
    else if (about.question_id === this.questionId) setTimeout(() => void this.putAside(text), RETRY_AFTER_MS);
  }

  private turnTo(questionId: string, state: RoomState): void {
    this.questionId = questionId;
    this.sending = false;
    this.kept = this.keep.read(questionId);
    this.view.setIds(questionId, this.kept.clientId);
    this.view.setBusy(null, false);
    this.view.setText(this.kept.text);
    this.mergeDraft(state);
    this.view.showError("");
    this.view.showUnsaved(true);
    this.view.notify("sent", { number: state.answered });
    this.view.focusQuestion();
  }

  private refused(code: string, message: string, state: RoomState | undefined): void {
    if (code === ELSEWHERE && state !== undefined) {
      this.apply(state);
      return;
    }
    this.view.showError(message || this.view.say("trouble"));
    this.view.textarea.focus();
  }

  /** Why this text cannot go, as a sentence; empty when it can. */
  private fault(text: string, draft: boolean): string {
    if (!draft && text.trim() === "") return this.view.say("empty");
    const characters = [...text].length;
    if (characters > this.mostCharacters || new TextEncoder().encode(text).length > LARGEST_MESSAGE) {
      return this.view.say("tooLong", { n: characters, limit: this.mostCharacters });
    }
    return "";
  }

  /** Ask the server and wait for its answer; null when none came in time. */
  private async ask<Name extends keyof Exchanges>(
    name: Name,
    about: Omit<Exchanges[Name]["asks"], "interview_id" | "tab">,
  ): Promise<Exchanges[Name]["answers"] | null> {
    try {
      const whole = { interview_id: this.interviewId, tab: this.tab, ...about };
      return await this.socket.timeout(REPLY_WITHIN_MS).emitWithAck(name, whole);
    } catch {
      return null;
    }
  }
}
