"""Writes stems.json and rouge.json: what NLTK's stemmer gives, and ROUGE evaluated from its definition on top of it.

    /usr/bin/python3 src/text/testing/reference.py

With `--stem`, `--tokens` or `--rouge` it answers instead: one JSON value a line in (a word; a text; a prediction with its
references), one a line out. Needs NLTK (Debian: python3-nltk). ROUGE is written here from its definition by another route than the TypeScript takes:
lists of n-grams that are struck off one by one, and a whole table for the longest common subsequence.
"""

import json
import random
import re
import sys
from pathlib import Path

import nltk
from nltk.stem.porter import PorterStemmer

sys.setrecursionlimit(100_000)
stemmer = PorterStemmer()

ROOTS = """
abl accept act add adapt adopt advert agre aim analog angular ally apply argu arrow art athl autumn aver bad bake ball ban bark
bath be beauti beg bel bend bibliograph big bl blam bless blu body boil bowdler box boy brav bring brush bu bubbl buff build buil
busy buy by cad calm can cap car care caress cat ceas cell chang cheer chem child cit class clear cloth cod col comm commun
compar comp condit confer conflat conform consid contribut control controll cook coop cop copy count cours cr creat critic crush
cry cut cyc cycl dat day deb decis defens defin delay depend deriv des destroy determin develop di did dig digit din discuss do
domin dry dull duty dy dying each ear earl eas econom edit electr emot employ enjoy enter equip er err es ev evid exampl exc excit
exp extrem eye fail fair faith fall fals famili fast fat feat feder feel fer feudal fil fill find finit fit fix fizz fl flat fle
fluent fly form formal free friend fuel full function fuzz gam gar gas gel gen geo geolog get gild glob glor go god good grad grass
great grow guid gyroscop ha hall happ happy hat heal heap help hes hesit hiss hist hom homolog hon hop hope hopp hot house hum hypn
ide ident imag immun in indic infer inn inning inspir intell inter irrit is ivy iz jew job joy jud judg jump just keen key kill
kind king know lab lat laugh law lay lead leav lend li lib lie lift lik lin list lit loc log log2 lonel look lov low ly mad mak man
manag map mar mat math mean measur med memor merr met mil min mix mod moder mot motor mov mult music myst nam nat nation nav need
neg neut new nic nois norm not numb obey obj obl occ off oper oppos opt or org origin out over owe own oxid pad pain pan par pass
pay penal pers phil philo phon physic pi pit plac plan plast play plead ply poem point pol pon pop port pos poss pow pr pract pred
predic pref present pri prim print priv prob proc proceed prof prog prot prov psych publ pull pur purp put qual quant quer quick
quit rac rad rag ran rat ration read real rec ref reg rel relat rely rem rep res resp rest rev reviv rich rid ring riv rob roll
room rot run sad saf sag sail sam sat say scal sci scr se seas sec sect sed see seed sell sens sensib sensit ser serv sh shar ship
shop show shy sign sil sim sin sing sit siz sk skat ski sky sleep slid slip sly smil snow so soc soil sol som son spac speed spell
spi spot spray spring spy stand star stat stay steal steel step stimul stop stor stray stress strong stud study sub suc succeed suff
sugg sun sup sur swim sy syn syzyg tab tag tail tak tal tall tam tan tann teach tech tell temp tend term test th theo thing think ti
tie tim tin toy trad train trans travel tre tree tri triplic troubl trust try turn ty typ un und union unit univers up us vac val
valen valu var ver vers vi vid viet vietnam view vil vill vis visit vit voic vot vow wag wait walk war wash water way we wear weed
went whistl wid will win wish with won wood word work world worr writ wrong x x1 y yard year yell yes yet young yy yyy z zeal zip 1
3d 7 80 2nd 3rd mp3 b2b 4th 1990 a1
""".split()

SUFFIXES = """
s es ies ied ying y yed ys ss sses ed ing eed eing edly ingly ingli er ers or ly li ally alli fully fulli ful ness iness fulness ousness
iveness ous ously ousli ent ently entli ence ency enci ance ancy anci ant ment ement al ality aliti alism alize ational ationalli
ationally tional ation ations ator ators ative ate ated ating ization izer ize ized izing ibility biliti ability able ably abli ible
bly bli eli ely ic ical ically icate icity iciti ion ions sion tion ism ist ive ivity iviti iti ity ou e ee ll l le logy logi
""".split()

WORDS = """
a i an as at is us yes by my sky skies Skies die dies died dying lie lies lied lying tie ties tied tying news inning innings outing outings
canning cannings howe proceed proceeds exceed exceeds exceeding succeed succeeds caresses ponies cats feed agreed plastered bled
motoring sing conflated troubled sized hopping tanned falling hissing fizzed failing filing happy enjoy enjoyment spied flies
fly flying owed owing egged added ebbed aged iced used using eyed ayed ox oxed oxen ys yy yyy yyyy yyyyy syzygy rhythm rhythms
generalizations oscillators controlling controlled rolled rolls quizzes buses gases classes analyses crises geology theology
archaeology philology apology logic rationally nationalli sensationally emotionally conditionally operational operationally
traditionally ally rally totally really finally vitally bally hallelujah queue queued queueing cooee eerie aeiou eau eaux o0o 1st
2nds 3ies 4ied 5eed 6ing 77ed a1ed e1ing y2ked mp3s iphone5s covid19 3dprinting
""".split()


def pseudo_words(rng, count):
    """Letters at random, with many y, s, e and doubled letters, so that every condition of the rules is met both ways."""
    for _ in range(count):
        letters = [rng.choice("aeiouybcdfghjklmnpqrstvwxz" + "yyeslzst") for _ in range(rng.randint(1, 9))]
        if rng.random() < 0.4:
            place = rng.randrange(len(letters))
            letters.insert(place, letters[place])
        if rng.random() < 0.1:
            letters.insert(rng.randrange(len(letters) + 1), rng.choice("0123456789"))
        yield "".join(letters) + (rng.choice(SUFFIXES) if rng.random() < 0.7 else "")


def edit(word, stem):
    """`3e`: drop three letters of the word, then add an e."""
    kept = 0
    while kept < min(len(word), len(stem)) and word[kept] == stem[kept]:
        kept += 1
    return f"{len(word) - kept}{stem[kept:]}"


def stem(word):
    return stemmer.stem(word.lower())


def tokenize(text, stemming=True):
    pieces = re.split(r"\s+", re.sub(r"[^a-z0-9]+", " ", text.lower()))
    if stemming:
        pieces = [stem(piece) if len(piece) > 3 else piece for piece in pieces]
    return [piece for piece in pieces if re.match(r"^[a-z0-9]+$", piece)]


def ratio_score(common, predicted, wanted):
    precision = common / predicted if predicted else 0.0
    recall = common / wanted if wanted else 0.0
    return [precision, recall, 2 * precision * recall / (precision + recall) if precision + recall > 0 else 0.0]


def rouge_n(size, prediction, reference):
    grams = lambda tokens: [tuple(tokens[at : at + size]) for at in range(len(tokens) - size + 1)]
    predicted, left = grams(prediction), grams(reference)
    wanted, common = len(left), 0
    for gram in predicted:
        if gram in left:
            left.remove(gram)
            common += 1
    return ratio_score(common, len(predicted), wanted)


def rouge_l(prediction, reference):
    table = [[0] * (len(reference) + 1) for _ in range(len(prediction) + 1)]
    for i, mine in enumerate(prediction):
        for j, theirs in enumerate(reference):
            table[i + 1][j + 1] = table[i][j] + 1 if mine == theirs else max(table[i][j + 1], table[i + 1][j])
    return ratio_score(table[-1][-1], len(prediction), len(reference))


def rouge(prediction, references, stemming=True):
    tokens = tokenize(prediction, stemming)
    rows = [tokenize(reference, stemming) for reference in references]
    first_best = lambda scores: max(scores, key=lambda score: score[2])
    return {
        "rouge1": first_best([rouge_n(1, tokens, row) for row in rows]),
        "rouge2": first_best([rouge_n(2, tokens, row) for row in rows]),
        "rougeL": first_best([rouge_l(tokens, row) for row in rows]),
    }


def texts(rng):
    joins = [" ", " ", " ", " ", ", ", ". ", "-", "\n", "\t ", "_", "'", "… ", " — "]
    vocabulary = [root + suffix for root in rng.sample(ROOTS, 6) for suffix in ["", *rng.sample(SUFFIXES, 2)]]
    extras = ["Ünïcode", "naïve", "K2", "\u212aelvin", "İstanbul", "ﬁne", "ß", "中文", "😀", "don't", "U.S.A.", "3.14", "1,000", "e-mail", "ＡＢＣ", "x²"]

    def text(longest):
        words = [rng.choice(vocabulary if rng.random() < 0.9 else extras) for _ in range(rng.randint(0, longest))]
        words = [word.capitalize() if rng.random() < 0.2 else word for word in words]
        return "".join(word + rng.choice(joins) for word in words)

    return text


def main():
    here = Path(__file__).parent
    rng = random.Random(20261121)
    roots = sorted({*ROOTS, *(word for root in ROOTS if len(root) > 2 for word in [root + root[-1]] if rng.random() < 0.15)})
    others = sorted({*WORDS, *pseudo_words(rng, 4000)})
    stems = {
        "source": f"NLTK {nltk.__version__}, PorterStemmer(), mode NLTK_EXTENSIONS; each row holds, for the root with each suffix, the letters dropped and what is added",
        "suffixes": " ".join(SUFFIXES),
        "roots": {root: " ".join(edit(root + suffix, stem(root + suffix)) for suffix in SUFFIXES) for root in roots},
        "words": {word: stem(word) for word in others},
    }
    write(here / "stems.json", stems)
    pairs = []
    for number in range(320):
        text = texts(rng)
        longest = [4, 12, 25, 40][number % 4]
        prediction, references = text(longest), [text(longest) for _ in range(rng.choice([1, 1, 1, 2, 3]))]
        stemming = number % 5 != 0
        pairs.append({"prediction": prediction, "references": references, "stemming": stemming, **rounded(rouge(prediction, references, stemming))})
    write(here / "rouge.json", {"source": f"reference.py, with NLTK {nltk.__version__}; each score is [precision, recall, F]", "pairs": pairs})


def rounded(scores):
    return {kind: [round(value, 10) for value in score] for kind, score in scores.items()}


def write(path, value):
    """One line for each member of a member, so that a change shows as a change of lines."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    for mark in ['},{"prediction"', '","']:
        text = text.replace(mark, mark.replace(",", ",\n", 1))
    path.write_text(text + "\n")


def answer(function):
    for line in sys.stdin:
        print(json.dumps(function(json.loads(line))), flush=True)


if sys.argv[1:] == ["--stem"]:
    answer(stem)
elif sys.argv[1:] == ["--tokens"]:
    answer(tokenize)
elif sys.argv[1:] == ["--rouge"]:
    answer(lambda asked: rouge(asked["prediction"], asked["references"], asked["stemming"]))
else:
    main()
