// What the stories promise of the people who are in the demo on 16 March 2026, in the words of their pages.
// An invented citizen may have the same name, so the year of birth stands here too. `never` may stand nowhere on the page. Hassan begins in July and is not there.
export const stories = [
  {
    name: "Jonas Demosen", born: 1998,
    expects: ["Opfyldt for sent", "Lovens frist: onsdag 11. marts 2026", "opfyldt 13. mar", "1 af 4 holdt", "Lovens frist: torsdag 3. september 2026", "Karen Eksempel, Team Vest"],
  },
  {
    name: "Signe Prøvesen", born: 1987,
    expects: ["Havde rimelig grund og bilag for den.", "3 af 4 holdt", "Lovens frist: søndag 12. april 2026", "falder på en søndag; reglen flytter ikke datoen"],
    never: ["sanktion", "Sanktion", "Fradrag"],
  },
  {
    name: "Kim Eksempel", born: 1979,
    expects: [
      "Lovens frist: mandag 20. oktober 2025", "Lovens frist: tirsdag 6. januar 2026", "Lovens frist: mandag 6. april 2026", "falder på en helligdag; reglen flytter ikke datoen",
      "Lovens frist: lørdag 6. februar 2027", "Regnet efter reglerne til 31.12.2026; ny lov ventes",
    ],
  },
  {
    name: "Birthe Testrup", born: 1968,
    expects: ["Lovens frist: lørdag 20. september 2025", "Lovens frist: tirsdag 28. oktober 2025", "Lovens frist: mandag 6. oktober 2025", "Bortfaldet"],
  },
  {
    name: "Sofie Lærkeprøve", born: 1983,
    expects: ["Revurdering og ophør efter mere end 22 uger på 9 måneder", "164 dage af 154", "7. marts 2026", "Virker fra 31. marts 2026"],
  },
  {
    name: "Amir Prøvesen", born: 2003,
    expects: [
      "Lovens frist: mandag 9. marts 2026", "Lovens frist: torsdag 2. april 2026", "falder på en helligdag; reglen flytter ikke datoen", "Ikke læst i kilde",
      "Overdragelse afvist", "Peter Demosen, Team Unge", "siden 13.03.2026",
    ],
  },
  {
    name: "Nadia Prøvesen", born: 2000,
    expects: ["Lovens mål: mandag 16. februar 2026", "Lovens frist: mandag 2. marts 2026", "37 timers indsats om ugen"],
  },
  {
    name: "Poul Prøvegaard", born: 1962,
    expects: ["Repræsentant: værge", "Brugt 2, 1 tilbage.", "Lovens frist: onsdag 2. september 2026"],
    never: ["sanktion", "Sanktion"],
  },
  {
    name: "Grethe Mønstrup", born: 1971,
    expects: ["Lovens frist: søndag 1. marts 2026", "Lovens frist: onsdag 1. marts 2028"],
    never: ["18 måneders ledighedsydelse"],
  },
  {
    name: "Dorte Testmark", born: 1966,
    expects: ["4 af 4 holdt", "Lovens frist: tirsdag 2. september 2025", "mindre intensiv indsats", "ingen pause"],
  },
  {
    name: "Lone Attrup", born: 1974,
    expects: ["Beskyttet person", "anden kommune", "Lovens frist: lørdag 4. juli 2026", "Karen Eksempel, Team Vest"],
    never: ["Fjordeksemplet"],
  },
];
