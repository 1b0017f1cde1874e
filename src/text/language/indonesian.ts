const indonesian = new Set(
  "agustus bahwa bandara banget beda bisa butuh desember gak gimana jumat kantor karena kualitas mencoba mobil nggak perusahaan polisi saat senin sepeda tapi uang universitas".split(" "),
);
const malay = new Set(
  "ahad awak bahawa baharu bilik cuba disember encik hospital ialah isnin jumaat kedai kenderaan kerajaan kerana kualiti nak ogos pejabat polis puan sahaja syarikat tandas telefon universiti wang".split(" "),
);

// Of texts in either, more are in Indonesian, and a word that only one of them uses may still stray into the other.
const PRIOR = Math.log(3);
const PER_WORD = 2;

/**
 * How likely a text that is Indonesian or Malay is Indonesian. The two share most words and all letter patterns; what tells
 * them apart are words that only one of them spells so or prefers.
 */
export function indonesianShare(text: string): number {
  const words = text.toLowerCase().match(/[a-z]+/g) ?? [];
  const balance = words.reduce((total, word) => total + (indonesian.has(word) ? 1 : malay.has(word) ? -1 : 0), 0);
  return 1 / (1 + Math.exp(-PRIOR - PER_WORD * balance));
}
