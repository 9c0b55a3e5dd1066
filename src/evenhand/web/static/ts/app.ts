// What every page may use. All of it is an addition: without script the pages work as plain forms and links.

import { startBoard } from "./page/board.js";
import { startChat } from "./page/chat.js";
import { startDrops } from "./page/drops.js";
import { startDialogs } from "./page/floating.js";
import { startForms } from "./page/forms.js";
import { startMentions } from "./page/mentions.js";
import { startTimes } from "./page/times.js";
import { startToasts } from "./page/toasts.js";

startForms();
startDrops();
startDialogs();
startToasts();
startTimes();
startBoard();
startChat();
startMentions();
