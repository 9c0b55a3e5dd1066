// pdf-lib: the page is drawn in an order that no reader follows.
const fs = require("fs");
const { PDFDocument, StandardFonts } = require("pdf-lib");
const { basics, work, education, p } = JSON.parse(fs.readFileSync("page.json", "utf8"));
(async () => {
  const pdf = await PDFDocument.create();
  const page = pdf.addPage([595, 842]);
  const plain = await pdf.embedFont(StandardFonts.Helvetica);
  const bold = await pdf.embedFont(StandardFonts.HelveticaBold);
  const drawn = [];
  const put = (pass, text, x, y, size = 10, font = plain) => drawn.push({ pass, text, x, y, size, font });
  put(3, basics.name, 50, 780, 22, bold);
  put(1, basics.label, 50, 760, 12);
  put(0, `${p.phone}   ${basics.email}   ${basics.location.city}, New Zealand`, 50, 744);
  let y = 712;
  put(4, "Employment", 50, y, 14, bold);
  for (const job of work) {
    y -= 22;
    put(2, job.position, 50, y, 11, bold);
    put(1, job.when, 450, y);
    put(0, job.name, 50, y - 14);
    y -= 14;
    for (const item of job.highlights) { y -= 14; put(3, `\u2022 ${item}`, 60, y); }
  }
  y -= 30;
  put(4, "Education", 50, y, 14, bold);
  for (const study of education) {
    y -= 20;
    put(2, `${study.studyType} in ${study.area}`, 50, y, 11, bold);
    put(1, study.when, 450, y);
    put(0, study.institution, 50, y - 14);
    y -= 14;
  }
  put(4, "Licences and skills", 50, y - 30, 14, bold);
  put(0, "Full driver licence, class 2, WoF authority, welding, auto electrics", 50, y - 48);
  drawn.sort((a, b) => a.pass - b.pass);
  for (const { text, x, y: at, size, font } of drawn) page.drawText(text, { x, y: at, size, font });
  fs.writeFileSync("page.pdf", await pdf.save());
})();
