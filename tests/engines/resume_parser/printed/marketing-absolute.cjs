// jsPDF: every line placed by its coordinates.
const fs = require("fs");
const { jsPDF } = require("jspdf");
const { basics, work, education, p } = JSON.parse(fs.readFileSync("page.json", "utf8"));
const pdf = new jsPDF({ unit: "pt", format: "a4" });
let y = 60;
const say = (text, { size = 10, style = "normal", right = "", x = 50, down = 15 } = {}) => {
  pdf.setFont("helvetica", style).setFontSize(size).text(text, x, y);
  if (right) pdf.setFont("helvetica", "normal").text(right, 545, y, { align: "right" });
  y += down;
};
say(basics.name, { size: 24, style: "bold", down: 20 });
say(basics.label, { size: 12 });
say(`${basics.location.city}, Brazil  -  ${p.phone}  -  ${basics.email}`, { down: 26 });
say("Work Experience", { size: 14, style: "bold", down: 18 });
for (const job of work) {
  say(job.position, { style: "bold", right: job.when });
  say(`${job.name}, ${job.location}`, { style: "italic" });
  for (const item of job.highlights) say(`- ${item}`, { x: 60 });
  y += 6;
}
say("Education", { size: 14, style: "bold", down: 18 });
for (const study of education) {
  say(study.institution, { style: "bold", right: study.when });
  say(`${study.studyType} in ${study.area}`, { down: 24 });
}
say("Skills", { size: 14, style: "bold", down: 18 });
say("Google Ads, Meta Ads, SEO, Google Analytics, Copywriting, Canva");
say("Languages", { size: 14, style: "bold", down: 18 });
say("Portuguese (native), English (B2), Spanish (B1)");
fs.writeFileSync("page.pdf", Buffer.from(pdf.output("arraybuffer")));
