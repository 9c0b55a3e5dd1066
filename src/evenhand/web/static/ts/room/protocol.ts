// What the interview room and the server say to each other, over the namespace /interview.

export interface Question {
  id: string;
  number: number;
  text: string;
  kind: string;
  topic: string;
}

export interface EarlierAnswer {
  number: number;
  text: string;
  answer: string;
}

export interface RoomState {
  interview_id: string;
  status: "invited" | "in_progress" | "completed";
  total: number;
  answered: number;
  question: Question | null;
  draft: string;
  saved_at: string | null;
  earlier: EarlierAnswer[];
}

export interface Refusal {
  ok: false;
  code: string;
  message: string;
}

export type StateReply = { ok: true; state: RoomState } | Refusal;
export type DraftReply = { ok: true; saved_at: string } | Refusal;

interface OfInterview {
  interview_id: string;
}

interface OfQuestion extends OfInterview {
  question_id: string;
}

/** What the page asks, and what is answered to it. The server also sends `state` by itself, to every tab. */
export interface Exchanges {
  join: { asks: OfInterview; answers: StateReply };
  answer: { asks: OfQuestion & { text: string; client_id: string }; answers: StateReply };
  draft: { asks: OfQuestion & { text: string }; answers: DraftReply };
  decline: { asks: OfQuestion; answers: StateReply };
}
