// The interview room: the page's plain form, taken over by a live connection. See room/session.ts.

import { io } from "socket.io-client";

import { startAdjustments } from "./room/adjust.js";
import { Keep } from "./room/keep.js";
import { Room } from "./room/session.js";
import { View } from "./room/view.js";

const form = document.querySelector<HTMLFormElement>("form#room");
const interview = form?.dataset["interview"];
const view = form === null ? null : View.of(form);
startAdjustments();
if (form !== null && view !== null && interview !== undefined) {
  const socket = io("/interview", { autoConnect: false });
  const doneUrl = form.dataset["doneUrl"] ?? form.action;
  const mostCharacters = Number(form.dataset["maxCharacters"] ?? "20000");
  new Room(view, new Keep(interview), socket, interview, doneUrl, mostCharacters).start();
  socket.connect();
}
