// Words kept on this device until the server has them, so that no lost connection or closed tab loses any.

import { newId } from "./ids.js";
import type { EarlierAnswer } from "./protocol.js";

export interface Kept {
  text: string;
  /** Made once per question: the server takes an answer with the same one only once. */
  clientId: string;
  /** Edited since the server last stored it. */
  unsaved: boolean;
  /** When, by this device's clock in milliseconds. */
  editedAt: number;
  /** What the server last said it had stored, as it said it; tells whether another tab has saved since. */
  savedAt: string | null;
  /** Sent but not yet acknowledged. */
  pending: "answer" | "decline" | null;
}

const PREFIX = "evenhand.room.";

export class Keep {
  private readonly prefix: string;
  /** For browsers that refuse storage: the words then live as long as the page. */
  private readonly here = new Map<string, string>();

  constructor(interviewId: string) {
    this.prefix = `${PREFIX}${interviewId}.`;
  }

  read(questionId: string): Kept {
    const fresh: Kept = { text: "", clientId: newId(), unsaved: false, editedAt: 0, savedAt: null, pending: null };
    const found = this.find(questionId);
    if (found !== null) return { ...fresh, ...found };
    this.write(questionId, fresh);
    return fresh;
  }

  write(questionId: string, kept: Kept): void {
    const key = this.prefix + questionId;
    const value = JSON.stringify(kept);
    this.here.set(key, value);
    try {
      localStorage.setItem(key, value);
    } catch {
      // Full or forbidden: the copy in `here` remains.
    }
  }

  /**
   * Let go of what the server has: a shared device should not keep it. Words that were never sent, for a question that
   * was answered elsewhere meanwhile, stay and are returned. With no question of now everything goes.
   */
  tidy(questionId: string | null, earlier: readonly EarlierAnswer[]): string[] {
    const left: string[] = [];
    for (const key of new Set([...this.here.keys(), ...storedKeys()])) {
      const id = key.slice(this.prefix.length);
      if (!key.startsWith(this.prefix) || id === questionId) continue;
      const words = questionId === null ? "" : this.unsent(id, earlier);
      if (words === "") this.forget(key);
      else left.push(words);
    }
    return left;
  }

  /** Let go of every question but this one, words that were never sent included. */
  forgetAllBut(questionId: string): void {
    for (const key of new Set([...this.here.keys(), ...storedKeys()])) {
      if (key.startsWith(this.prefix) && key !== this.prefix + questionId) this.forget(key);
    }
  }

  private unsent(questionId: string, earlier: readonly EarlierAnswer[]): string {
    const kept = this.find(questionId);
    const words = kept?.unsaved === true ? (kept.text ?? "").trim() : "";
    const answer = earlier.find((one) => one.question_id === questionId)?.answer ?? "";
    return answer.includes(words) ? "" : words;
  }

  private find(questionId: string): Partial<Kept> | null {
    try {
      const found: unknown = JSON.parse(this.get(this.prefix + questionId) ?? "null");
      return typeof found === "object" ? found : null;
    } catch {
      return null; // Something else wrote there.
    }
  }

  private forget(key: string): void {
    this.here.delete(key);
    try {
      localStorage.removeItem(key);
    } catch {
      // Nothing was stored then.
    }
  }

  /** Another tab of this browser may have written since: what is stored comes before what this page remembers. */
  private get(key: string): string | null {
    try {
      return localStorage.getItem(key) ?? this.here.get(key) ?? null;
    } catch {
      return this.here.get(key) ?? null;
    }
  }
}

function storedKeys(): string[] {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}
