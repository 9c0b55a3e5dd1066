// What the interview room and the server say to each other, over the namespace /interview.

export interface Question {
  id: string;
  number: number;
  text: string;
  kind: string;
  topic: string;
  hint: string;
}

export interface EarlierAnswer {
  question_id: string;
  number: number;
  text: string;
  answer: string;
  declined: boolean;
}

/** Words for this question typed on another device, beside the draft. */
export interface OtherDraft {
  text: string;
  saved_at: string;
}

/** Runs since `counted_at`, or since the end of a rest; without one it stands still. */
export interface Clock {
  limit_seconds: number;
  spent_seconds: number;
  counted_at: string | null;
  rest_until: string | null;
}

export interface RoomState {
  interview_id: string;
  status: "invited" | "in_progress" | "completed";
  /** Not empty: no question is asked, and the page says what is waited for. */
  waiting: "" | "begin" | "paused" | "time_over" | "review";
  total: number;
  answered: number;
  question: Question | null;
  draft: string;
  saved_at: string | null;
  other: OtherDraft | null;
  earlier: EarlierAnswer[];
  clock: Clock | null;
  /** The tab the interview is open in. */
  held_by: string;
}

export interface Refusal {
  ok: false;
  code: string;
  message: string;
  state?: RoomState;
}

/** `now` is the server's time: a clock is shown by it, whatever the device thinks. */
export type StateReply = { ok: true; state: RoomState; now?: string } | Refusal;
export type DraftReply = { ok: true; saved_at: string; other?: OtherDraft | null } | Refusal;

export type LiveAct = "rest" | "extra" | "use_other" | "drop_other";

interface OfTab {
  interview_id: string;
  tab: string;
}

interface OfQuestion extends OfTab {
  question_id: string;
}

/** What the page asks, and what is answered to it. The server also sends `state` by itself, to every tab. */
export interface Exchanges {
  join: { asks: OfTab & { take: boolean }; answers: StateReply };
  here: { asks: OfTab; answers: StateReply };
  answer: {
    asks: OfQuestion & { text: string; client_id: string; review: true; time_over: boolean };
    answers: StateReply;
  };
  draft: { asks: OfQuestion & { text: string; saved_at: string | null; aside: boolean }; answers: DraftReply };
  decline: { asks: OfQuestion & { review: true }; answers: StateReply };
  act: { asks: OfTab & { act: LiveAct; extra: number }; answers: StateReply };
}
