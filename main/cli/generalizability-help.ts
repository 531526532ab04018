export const generalizabilityHelp = `Usage: assay generalizability FILE|- [options]

How far does a score depend on who read it, and how many reads would be needed? Takes the variance of the scores apart
into submissions, raters, criteria and what they do together (a generalizability study), and says what other numbers of
reads would give (decision studies). Ratings are read as for assay agreement; see assay help agreement. Scores are numbers.

What is studied
  --design p×r|p×r×i|p×(r:t)   submissions × raters; × criteria; or raters nested in tasks, each task with raters of its
                     own (the criteria of the file are the tasks). p*r, pxr, pxrxi and px(r:t) are understood too.
                     Default: p×r for one criterion, p×r×i for several; p×r with several is one study for each
  --method anova|reml
                     analysis of variance on the submissions that every rater scored, or restricted maximum likelihood on
                     all ratings. Default: anova where no rating is missing, else reml. Both are shown where both can be
  --criterion NAME   this criterion only; may be repeated
  --scale, --categories, --delimiter, --decimal-comma
                     as for assay agreement; the scale is interval unless it is named

What is decided
  --target X         the Phi and the G to be reached, default 0.8
  --max-raters N     decisions for one read to this many, default 10
  --items LIST       and for these numbers of criteria or tasks, such as 1,4,8
  --cut X            the lowest score that passes: adds Phi(λ), dependability of decisions at the cut

Intervals (95 %)
  --bootstrap N      instead of the intervals from the mean squares: N replicates over submissions. They need no normal
                     scores, but draw no other raters: what concerns raters, Phi too, then comes out too narrow
  --seed S           of what is drawn, default 1: the same seed gives the same interval

What is printed
  --json             one JSON object: {"design", "method", "varComp", "MS", "df", "dStudy", …}
  --csv              a line for each number, with its interval

Words: G (Eρ²) is for ranking submissions that the same raters scored, Phi (Φ) for scores that are to mean the same
whoever read them; SEM is the standard error of measurement in points. Components are p, r, i (t) and their
interactions; pr_e, pri_e and pr:t_e hold the highest interaction and error, which one score per cell cannot part.

Not offered: raters nested in submissions (r:p), several facets more, finite facets, multivariate studies.

Examples
  assay generalizability ratings.csv
  assay generalizability ratings.csv --target 0.85 --cut 3
  assay generalizability tasks.csv --design "px(r:t)" --items 1,3,6
  assay generalizability ratings.csv --method reml --json | jq .varComp

Exit code 0: done, or undefined and why was told. 1: the ratings could not be used, and why was told.
2: the command was not understood.

See also: assay help agreement, assay help severity
`;
