// Words kept on this device until the server has them, so that no lost connection or closed tab loses any.

export interface Kept {
  text: string;
  /** Made once per question: the server takes an answer with the same one only once. */
  clientId: string;
  /** Edited since the server last stored it. */
  unsaved: boolean;
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
    const fresh: Kept = { text: "", clientId: newId(), unsaved: false, savedAt: null, pending: null };
    try {
      const found: unknown = JSON.parse(this.get(this.prefix + questionId) ?? "null");
      if (typeof found === "object" && found !== null) return { ...fresh, ...found };
    } catch {
      // Something else wrote there; start fresh.
    }
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

  /** Let go of every question of this interview but one: the server has the others, and a shared device should not. */
  forgetAllBut(questionId: string | null): void {
    const kept = questionId === null ? "" : this.prefix + questionId;
    for (const key of [...this.here.keys(), ...storedKeys()]) {
      if (!key.startsWith(this.prefix) || key === kept) continue;
      this.here.delete(key);
      try {
        localStorage.removeItem(key);
      } catch {
        // Nothing was stored then.
      }
    }
  }

  private get(key: string): string | null {
    const own = this.here.get(key);
    if (own !== undefined) return own;
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
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

/** A random id; `randomUUID` exists only where the page came over https or from this machine. */
function newId(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
