// Two columns of pdfmake; education and skills at the left, work at the right.
const fs = require("fs");
const PdfPrinter = require("pdfmake");
const resume = JSON.parse(fs.readFileSync("page.json", "utf8"));
const pt = "/usr/share/fonts/truetype/dejavu/DejaVuSans";
const printer = new PdfPrinter({ Sans: { normal: `${pt}.ttf`, bold: `${pt}-Bold.ttf` } });
const { basics, work, education, p } = resume;
const heading = (text) => ({ text, fontSize: 12, bold: true, margin: [0, 10, 0, 4] });
const pdf = printer.createPdfKitDocument({
  defaultStyle: { font: "Sans", fontSize: 9 },
  content: [
    { text: basics.name, fontSize: 20, bold: true },
    { text: basics.label, fontSize: 11 },
    { columns: [
      { width: "33%", stack: [
        heading("Контакты"), p.phone, basics.email, `${basics.location.city}, Узбекистан`,
        heading("Образование"),
        ...education.map((study) => ({ stack: [{ text: study.institution, bold: true }, `${study.studyType}, ${study.area}`, study.when], margin: [0, 0, 0, 6] })),
        heading("Навыки"), "Подбор персонала", "Адаптация", "КДП", "1С:ЗУП", "Оценка персонала",
      ] },
      { width: "*", margin: [18, 0, 0, 0], stack: [
        heading("Опыт работы"),
        ...work.map((job) => ({ stack: [{ text: job.name, bold: true }, `${job.position} | ${job.when}`, { ul: job.highlights }], margin: [0, 0, 0, 6] })),
        heading("Языки"), "Узбекский — родной", "Русский — свободно", "Английский — B1",
      ] },
    ] },
  ],
});
pdf.pipe(fs.createWriteStream("page.pdf"));
pdf.end();
