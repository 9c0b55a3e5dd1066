// Columns of pdfmake: dates at the left of each role, skills in three columns.
const fs = require("fs");
const PdfPrinter = require("pdfmake");
const resume = JSON.parse(fs.readFileSync("page.json", "utf8"));
const roboto = "/usr/share/fonts/truetype/open-sans/OpenSans";
const printer = new PdfPrinter({ Sans: { normal: `${roboto}-Regular.ttf`, bold: `${roboto}-Bold.ttf`, italics: `${roboto}-Italic.ttf`, bolditalics: `${roboto}-BoldItalic.ttf` } });
const { basics, work, education, p } = resume;
const heading = (text) => ({ text, fontSize: 14, bold: true, color: "#2a6f6b", margin: [0, 10, 0, 4] });
const entry = (when, rows) => ({ columns: [{ width: 90, text: when, color: "#666" }, { width: "*", stack: rows }], margin: [0, 0, 0, 6] });
const pdf = printer.createPdfKitDocument({
  defaultStyle: { font: "Sans", fontSize: 10 },
  content: [
    { columns: [{ width: "*", stack: [{ text: basics.name, fontSize: 22, bold: true }, basics.label] },
      { width: "auto", alignment: "right", stack: [basics.email, p.phone, `${basics.location.city}, India`] }] },
    heading("Summary"), basics.summary,
    heading("Experience"),
    ...work.map((job) => entry(job.when, [{ text: job.position, bold: true }, { text: job.name, italics: true }, { ul: job.highlights }])),
    heading("Education"),
    ...education.map((study) => entry(study.when, [{ text: `${study.studyType} ${study.area}`, bold: true }, study.institution])),
    heading("Skills"),
    { columns: [{ ul: ["SQL", "Python", "R"] }, { ul: ["Power BI", "Tableau", "Excel"] }, { ul: ["Statistics", "Forecasting", "A/B testing"] }] },
  ],
});
pdf.pipe(fs.createWriteStream("page.pdf"));
pdf.end();
