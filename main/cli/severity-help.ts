export const severityHelp = `Usage: assay severity FILE|- [options]

How severe is each rater, once it is known whose work they read? A many-facet Rasch model (Linacre 1989) puts
submissions, raters and criteria on one scale of logits. Ratings are read as for assay agreement; see assay help
agreement. Units of the file are submissions ("persons" in the output); without a criterion column there is one
criterion.

The model
  --method joint|marginal
                     joint maximum likelihood (default): every submission has a measure of its own, no assumption on how
                     they are spread; what Facets does, so the numbers can be held against it. With few ratings a
                     submission it draws severities apart by L/(L − 1), L being the ratings of a submission; it says so.
                     Marginal: submissions are drawn from a normal distribution; no such stretch, and intervals that
                     cover as often as they say, but slower, and raters are compared as if work had been given out at
                     random wherever nothing links them
  --bias-correction  joint: shrink by (L − 1)/L (Wright & Douglas 1977). Fit statistics stay those of the joint fit
  --model rating-scale|partial-credit
                     the same steps between scores on all criteria (default), or steps of its own for each
  --nodes N          marginal: places of the grid from −10 to 10 logits, default 201 and more where a fit needs it
  --criterion NAME   this criterion only; may be repeated
  --categories LIST  all scores there can be, lowest first; words need it
  --scale, --delimiter, --decimal-comma
                     as for assay agreement; scores are ordered categories, halves too, at most 32 different ones

What else is looked for
  --interactions     raters who are stricter or milder on one criterion than elsewhere, all other measures held
  --window W         change over time: week, month, a number of ratings of each rater, or dates at which a new window
                     begins (2025-01-01,2025-04-01). Needs a time column. Submissions are measured anew, so that a
                     change is not shared out to those who read the same work; where no submission links two windows,
                     the middle rater is taken not to have changed

What is printed
  --facet raters|persons|criteria|steps|interactions|drift
                     this table alone; with --csv the default is raters
  --json             one JSON object: {"model", "constraints", "persons", "raters", "criteria", "steps", "fit",
                     "deviance", "converged", "iterations", …}
  --csv              one table, a line for each element

Words: measures are in logits; a higher severity means fewer points. Fair average: the score the model expects of a
rater for average work on the average criterion (Linacre's Fair-M). se has the uncertainty of all other measures in it,
the model SE has not (1/√ΣV). Infit and outfit are mean squares, 1 where scores are as predictable as the model expects:
over 1.5 is noisy, under 0.5 muted (Linacre 2002). Severe or lenient: the 95 % interval lies on one side of the average
and the measure is half a logit off or more (Linacre 2004). Elements with only the lowest or only the highest score have
no bound; they are set aside and given the measure of a score 0.3 points inside. A category that nobody uses is left
out. Raters in subsets without shared work cannot be compared, and the warning names them.

Examples
  assay severity ratings.csv
  assay severity ratings.csv --method marginal --interactions --json > severity.json
  assay severity ratings.csv --window month --facet drift
  assay severity ratings.csv --categories emerging,proficient,expert --model partial-credit
  grep -v demo all.csv | assay severity --csv --facet persons

Exit code 0: done; whether the fit converged is said first. 1: the ratings could not be used, and why was told.
2: the command was not understood.

See also: assay help agreement, assay help generalizability
`;
