// One employer with its span, three roles below it, each with its own dates in brackets.
const fs = require("fs");
const PdfPrinter = require("pdfmake");
const { basics, work, education, p } = JSON.parse(fs.readFileSync("page.json", "utf8"));
const base = "/usr/share/fonts/truetype/liberation/LiberationSerif";
const printer = new PdfPrinter({ Serif: { normal: `${base}-Regular.ttf`, bold: `${base}-Bold.ttf`, italics: `${base}-Italic.ttf`, bolditalics: `${base}-BoldItalic.ttf` } });
const heading = (text) => ({ text, fontSize: 13, bold: true, margin: [0, 10, 0, 3] });
const role = (job) => [{ text: `${job.position} [${job.when}]`, italics: true }, { ul: job.highlights, margin: [0, 0, 0, 4] }];
const employer = (name, span) => ({ columns: [{ text: name, bold: true }, { text: span, alignment: "right", width: "auto" }] });
const pdf = printer.createPdfKitDocument({
  defaultStyle: { font: "Serif", fontSize: 11 },
  content: [
    { text: basics.name, fontSize: 22, bold: true, alignment: "center" },
    { text: `${basics.label}, Singapore`, alignment: "center" },
    { text: `${p.phone}  |  ${basics.email}`, alignment: "center" },
    heading("Work history"),
    employer(work[0].name, "2017-03 to present"), ...work.slice(0, 3).flatMap(role),
    employer(work[3].name, ""), ...role(work[3]),
    heading("Education"),
    ...education.map((study) => ({ stack: [{ text: study.institution, bold: true }, `${study.studyType} in ${study.area} [${study.when}]`] })),
    heading("Skills"), "Zendesk, Jira, SQL, incident management, Mandarin, coaching",
  ],
});
pdf.pipe(fs.createWriteStream("page.pdf"));
pdf.end();
