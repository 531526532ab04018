export const agreementHelp = `Usage: assay agreement FILE|- [options]

How far do raters agree? Reads ratings and computes every coefficient that they and their scale allow, with intervals,
with how many units each stands on, and with the reason where one is undefined.

Ratings come as CSV or JSON, from FILE, or from standard input with - or without a name:

  long   unit,rater,score[,criterion][,time]   in any order of columns; one line for each rating
  wide   unit,NAME,NAME,…                      one line for each unit, one column for each rater
  JSON   [{"unit":…,"rater":…,"score":…,"criterion":…,"time":…}], the same as {"ratings":[…]},
         or {"units":[…],"raters":[…],"ratings":[[3,null,4],…]}; "scale" and "categories" beside them are heeded

An empty score, NA, n/a, null, - or . is no rating. Names lose white space around them. Times are ISO 8601, in UTC
where they name no zone. What cannot be read is told with its row, and then nothing is computed.

What the scores are
  --scale nominal|ordinal|interval|ratio
                     default ordinal, and then scores are whole numbers or declared categories
  --categories LIST  all scores there can be, lowest first: "1,2,3,4" or "emerging,proficient,expert"; without it,
                     those that occur. Words need it unless the scale is nominal
  --distance value|index
                     between scores: their difference (default), or how many categories they lie apart
  --weights-file F   agreement weights of your own, a square in the order of --categories (CSV or JSON): 1 on the
                     diagonal, 0 to 1 elsewhere, the same both ways
  --cut X            the lowest score that passes: adds decision consistency
  --truth NAME       the rater whose scores are the expert consensus: each other rater is held against them
  --criterion NAME   this criterion only; may be repeated

How the file is written
  --delimiter C      what parts the cells: , (default) ; | or tab
  --decimal-comma    scores are written 2,5

Intervals and pairs
  --bootstrap N      replicates over units, default 1000; 0 for none
  --seed S           of the replicates, default 1: the same seed gives the same interval
  --min-overlap N    with more than 20 raters: pairs that share this many units, default 30 …
  --pairs N          … and of those the N that share most, default 200
  --threads N        threads at most; default as many as this computer runs at once

What is printed
  --json             one JSON object: {"n", "criteria": [{"criterion", "scale", "categories", "records"}], "warnings"}
  --csv              a line for each statistic
  --sentences        every statistic as a sentence to read aloud, not only the main ones

Examples
  assay agreement ratings.csv
  assay agreement ratings.csv --categories 1,2,3,4 --truth Expert --cut 3
  assay agreement codes.csv --scale nominal --json > codes.json
  assay agreement export.csv --delimiter ";" --decimal-comma --scale interval
  grep lesson-plan all.csv | cat header.csv - | assay agreement --csv | head

Exit code 0: done. 1: the ratings could not be used, and why was told. 2: the command was not understood.
130: stopped with Ctrl+C.

See also: assay help severity, assay help generalizability
`;
