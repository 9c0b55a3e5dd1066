// One person in one interview: joins, saves drafts while they type, sends answers, and loses no word on the way.

import type { Socket } from "socket.io-client";

import type { Keep, Kept } from "./keep.js";
import type { Exchanges, RoomState } from "./protocol.js";
import type { View } from "./view.js";

const SAVE_EVERY_MS = 2000;
const REPLY_WITHIN_MS = 12_000;
const RETRY_AFTER_MS = 4000;
const RECONNECT_AFTER_MS = 5000;
const RECONNECT_AT_LATEST_MS = 60_000;
const TROUBLE = "server_trouble"; // the code of a refusal that is no fault of the message
const LARGEST_MESSAGE = 200_000; // bytes; the server drops a connection that sends too much, without a word

export class Room {
  private kept: Kept;
  private questionId: string;
  private joined = false;
  private wasAway = false;
  private sending = false;
  /** The server does not want this connection, a session that ended for example: the plain form then says why. */
  private turnedAway = false;
  private reconnectAfter = RECONNECT_AFTER_MS;
  private saveTimer: number | undefined;

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
  }

  start(): void {
    this.view.setIds(this.questionId, this.kept.clientId);
    if (this.kept.unsaved) this.view.setText(this.kept.text);
    this.view.countWords();
    this.view.textarea.addEventListener("input", () => this.typed());
    this.view.form.addEventListener("submit", (event) => this.submitted(event));
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
    this.kept = { ...this.kept, text: this.view.text, unsaved: true, pending: null };
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
    const { text, unsaved, pending } = this.kept;
    if (!this.joined || !unsaved || pending !== null || this.fault(text, true) !== "") return;
    const questionId = this.questionId;
    const reply = await this.ask("draft", { question_id: questionId, text });
    if (questionId !== this.questionId) return;
    if (reply === null || (!reply.ok && reply.code === TROUBLE)) {
      this.saveSoon(RETRY_AFTER_MS);
      return;
    }
    if (!reply.ok) {
      this.view.showError(reply.message);
      return;
    }
    this.kept = { ...this.kept, savedAt: reply.saved_at, unsaved: this.kept.text !== text };
    this.keep.write(questionId, this.kept);
    this.view.showSaved(reply.saved_at);
    if (this.kept.unsaved) this.saveSoon(SAVE_EVERY_MS);
  }

  private submitted(event: SubmitEvent): void {
    const declines = event.submitter?.getAttribute("name") === "decline";
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
    if (this.sending) return;
    this.kept = { ...this.kept, text: this.view.text, pending: declines ? "decline" : "answer" };
    this.keep.write(this.questionId, this.kept);
    if (this.joined) void this.send(event.submitter);
    else this.view.notify("waiting");
  }

  /** Send what is pending; asked again with the same id until the server has answered, which takes it only once. */
  private async send(button: Element | null = null): Promise<void> {
    const { pending, text, clientId } = this.kept;
    if (pending === null || this.sending) return;
    this.sending = true;
    this.view.setBusy(button, true);
    const about = { question_id: this.questionId };
    const reply =
      pending === "decline"
        ? await this.ask("decline", about)
        : await this.ask("answer", { ...about, text, client_id: clientId });
    if (about.question_id !== this.questionId) return; // the next question came by itself
    this.sending = false;
    this.view.setBusy(null, false);
    if (reply === null) {
      if (this.joined) setTimeout(() => void this.send(), RETRY_AFTER_MS);
      return;
    }
    this.kept = { ...this.kept, pending: null };
    this.keep.write(this.questionId, this.kept);
    if (reply.ok) this.apply(reply.state);
    else this.refused(reply.message);
  }

  private async join(): Promise<void> {
    const reply = await this.ask("join", {});
    // Trouble passes, a database that restarts for example; what waits to be sent would wait for ever without this.
    if (reply === null || (!reply.ok && reply.code === TROUBLE)) {
      if (this.socket.connected) setTimeout(() => void this.join(), RETRY_AFTER_MS);
      return;
    }
    if (!reply.ok) {
      this.refused(reply.message);
      return;
    }
    this.joined = true;
    this.turnedAway = false;
    this.reconnectAfter = RECONNECT_AFTER_MS;
    this.apply(reply.state, true);
    if (this.wasAway) this.view.notify("back");
    this.wasAway = false;
    if (this.kept.pending !== null) void this.send();
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
    this.view.notify("offline");
    if (this.kept.unsaved) this.view.showUnsaved(false);
  }

  private apply(state: RoomState, joining = false): void {
    if (state.interview_id !== this.interviewId) return;
    if (state.status === "completed") {
      this.keep.forgetAllBut(null);
      location.assign(this.doneUrl);
      return;
    }
    const next = state.question;
    if (next === null) return;
    this.view.show(state);
    if (next.id === this.questionId) this.mergeDraft(state);
    else this.turnTo(next.id, state);
    if (this.kept.savedAt !== null && !this.kept.unsaved) this.view.showSaved(this.kept.savedAt);
    if (joining) this.keep.forgetAllBut(this.questionId);
  }

  /** The same question again: words typed here stay; words saved in another tab since are added, never dropped. */
  private mergeDraft(state: RoomState): void {
    const { text, unsaved, savedAt, pending } = this.kept;
    if (pending !== null || state.saved_at === savedAt) return;
    let merged = state.draft;
    if (unsaved && !state.draft.includes(text)) {
      merged = text.includes(state.draft) ? text : `${state.draft}\n\n${text}`;
    }
    this.kept = { ...this.kept, text: merged, savedAt: state.saved_at, unsaved: merged !== state.draft };
    this.keep.write(this.questionId, this.kept);
    this.view.setText(merged);
  }

  private turnTo(questionId: string, state: RoomState): void {
    this.questionId = questionId;
    this.sending = false;
    this.kept = this.keep.read(questionId);
    this.mergeDraft(state);
    this.keep.forgetAllBut(questionId);
    this.view.setIds(questionId, this.kept.clientId);
    this.view.setBusy(null, false);
    this.view.setText(this.kept.text);
    this.view.showError("");
    this.view.showUnsaved(true);
    this.view.notify("sent", { number: state.answered });
    this.view.focusQuestion();
  }

  private refused(message: string): void {
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
    about: Omit<Exchanges[Name]["asks"], "interview_id">,
  ): Promise<Exchanges[Name]["answers"] | null> {
    try {
      return await this.socket.timeout(REPLY_WITHIN_MS).emitWithAck(name, { interview_id: this.interviewId, ...about });
    } catch {
      return null;
    }
  }
}
