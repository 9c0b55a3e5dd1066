"""Plain resumes in the languages that are read decently: headings, months, the word for today, titles and schools."""

import pytest

from evenhand.engines.resume_parser import parse_resume

from .schema import faults, unproven
from .sheets import plain

RESUMES = {
    "de": """Lebenslauf

Katrin Vogelsang
Bilanzbuchhalterin
Lindenstraße 14, 04109 Leipzig
Telefon: 030 23125 418

Beruflicher Werdegang

März 2019 – heute
Bilanzbuchhalterin
Muldental Werkzeugbau GmbH, Leipzig
- Monats- und Jahresabschlüsse für drei Gesellschaften

Ausbildung

2011 – 2014
Ausbildung zur Steuerfachangestellten
Berufsschule Leipzig
""",
    "fr": """Maëlle Kerdoncuff
Infirmière
29200 Brest, France
Tél : 01 99 00 14 42

Expérience professionnelle

mars 2019 – aujourd'hui
Infirmière
Clinique des Glycines, Brest
- Soins et accueil des familles dans le service

Formation

2011 – 2014
Diplôme d'État d'infirmier
IFSI de Quimper
""",
    "es": """Rubén Alcaraz
Electricista
Cartagena, España
Teléfono: 868 955 210

Experiencia laboral

marzo 2019 – actualidad
Electricista
Montajes Alcázar S.L., Cartagena
- Mantenimiento de los cuadros y de las grúas del puerto

Formación académica

2011 – 2014
Técnico superior, Sistemas electrotécnicos
IES Politécnico de Cartagena
""",
    "pt": """Inês Carvalhal
Enfermeira
Porto, Portugal
Telefone: 222 000 145

Experiência profissional

março 2019 – atualidade
Enfermeira
Hospital da Foz, Porto
- Cuidados aos doentes e apoio das famílias em urgência

Formação académica

2011 – 2014
Licenciatura em Enfermagem
Escola Superior de Enfermagem do Porto
""",
    "it": """Giulia Sant'Ambrogio
Insegnante
Firenze, Italia
Telefono: 055 123 4871

Esperienza lavorativa

marzo 2019 – oggi
Insegnante
Istituto Comprensivo Oltrarno, Firenze
- Classi della scuola primaria e coordinamento dei progetti con il territorio

Istruzione e formazione

2011 – 2014
Laurea in Lettere
Università degli Studi di Firenze
""",
    "pl": """Halina Mrówczyńska
Księgowa
Gdynia, Polska
Tel.: 58 390 18 72

Doświadczenie zawodowe

marzec 2019 – obecnie
Księgowa
Bałtycka Spedycja Sp. z o.o., Gdynia
- Prowadzenie ksiąg oraz rozliczenia z urzędem i praca w zespole

Wykształcenie

2011 – 2014
Licencjat, finanse
Uniwersytet Gdański
""",
    "nl": """Sanne van der Velde
Verpleegkundige
Utrecht, Nederland
Telefoon: 020 794 1234

Werkervaring

maart 2019 – heden
Verpleegkundige
Ziekenhuis De Vecht, Utrecht
- Zorg voor de patiënten van een afdeling met het team

Opleiding

2011 – 2014
HBO Verpleegkunde
Hogeschool Utrecht
""",
    "uk": """Оксана Іваненко
Бухгалтер
Львів, Україна
Телефон: 032 255 01 45

Досвід роботи

березень 2019 – теперішній час
Бухгалтер
ТОВ «Карпатські джерела», Львів
- Облік та звітність підприємства

Освіта

2011 – 2014
Бакалавр, Облік і аудит
Львівський національний університет
""",
}


class TestParseResume:
    @pytest.mark.parametrize("language", RESUMES)
    def test_reads_the_main_facts(self, language: str) -> None:
        text = RESUMES[language]
        lines = [line for line in text.splitlines() if line and line != "Lebenslauf"]
        document = plain(text)

        parsed = parse_resume(document)

        assert parsed.language == language
        assert (faults(parsed.resume), unproven(parsed, document.text)) == ([], [])
        basics = parsed.resume["basics"]
        assert (basics["name"], basics["label"], basics["phone"][0]) == (lines[0], lines[1], "+")
        assert len(basics["location"]["countryCode"]) == 2
        [job] = parsed.resume["work"]
        employer = lines[7].rpartition(", ")[0]
        assert (job["position"], job["name"], job["startDate"]) == (lines[6], employer, "2019-03")
        assert "endDate" not in job
        [study] = parsed.resume["education"]
        assert (study["institution"], study["startDate"], study["endDate"]) == (lines[-1], "2011", "2014")
