// The question's clock as the server keeps it, shown each second. It is the server's time that counts, not the device's.

import type { Clock } from "./protocol.js";

const SAY_THERE_EVERY_MS = 20_000;
const SOON_SECONDS = 120;

export interface Hears {
  /** The page is still there: the server counts on. */
  here: () => void;
  /** Two minutes are left, said once for each question. */
  soon: () => void;
  /** The time has run out. */
  over: () => void;
}

export class RoomClock {
  private clock: Clock | null = null;
  private offset = 0;
  private warned = false;
  private ended = false;
  private readonly place = document.querySelector<HTMLElement>("[data-room-clock]");
  private readonly figure = this.place?.querySelector<HTMLTimeElement>("time") ?? null;
  private readonly label = this.place?.querySelector<HTMLElement>("[data-room-clock-words]") ?? null;

  constructor(
    private readonly hears: Hears,
    private readonly words: { left: string; rest: string },
  ) {
    if (this.place === null) return;
    setInterval(() => this.tick(), 1000);
    setInterval(() => {
      if (this.clock?.counted_at != null) hears.here();
    }, SAY_THERE_EVERY_MS);
  }

  /** What the server says now, in milliseconds. */
  get now(): number {
    return Date.now() + this.offset;
  }

  /** The server's time as it came with an answer. */
  set(now: string | undefined): void {
    const at = Date.parse(now ?? "");
    if (!Number.isNaN(at)) this.offset = at - Date.now();
  }

  show(clock: Clock | null, isNewQuestion: boolean): void {
    this.clock = clock;
    if (isNewQuestion) this.warned = false;
    this.ended = false;
    this.tick();
  }

  /** While the connection is away the clock stands still; the server counts none of it. */
  stop(): void {
    if (this.clock !== null) this.clock = { ...this.clock, spent_seconds: this.spent(this.clock), counted_at: null };
  }

  /** Whether the time of this question is used up. */
  get isOver(): boolean {
    return this.clock !== null && this.rest(this.clock) <= 0 && this.spent(this.clock) >= this.clock.limit_seconds;
  }

  private tick(): void {
    if (this.place === null || this.figure === null) return;
    this.place.hidden = this.clock === null || document.documentElement.dataset["clock"] === "off";
    if (this.clock === null) return;
    const rest = this.rest(this.clock);
    const left = Math.max(0, Math.ceil(this.clock.limit_seconds - this.spent(this.clock)));
    const shown = rest > 0 ? Math.ceil(rest) : left;
    this.figure.textContent = `${Math.floor(shown / 60)}:${String(shown % 60).padStart(2, "0")}`;
    this.figure.dateTime = `PT${Math.floor(shown / 60)}M${shown % 60}S`;
    if (this.label !== null) this.label.textContent = rest > 0 ? this.words.rest : this.words.left;
    if (this.clock.counted_at === null || rest > 0) return;
    if (left <= SOON_SECONDS && left > 0 && this.clock.limit_seconds > SOON_SECONDS && !this.warned) {
      this.warned = true;
      this.hears.soon();
    }
    if (left === 0 && !this.ended) {
      this.ended = true;
      this.hears.over();
    }
  }

  private rest(clock: Clock): number {
    return clock.rest_until === null ? 0 : (Date.parse(clock.rest_until) - this.now) / 1000;
  }

  private spent(clock: Clock): number {
    if (clock.counted_at === null) return clock.spent_seconds;
    const since = Math.max(Date.parse(clock.counted_at), clock.rest_until === null ? 0 : Date.parse(clock.rest_until));
    return clock.spent_seconds + Math.max(0, (this.now - since) / 1000);
  }
}
