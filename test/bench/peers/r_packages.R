# The R packages that are installed, called as their documentation shows. What takes seconds is run once or thrice.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
source(file.path(here, "timing.R"))

quietly <- function(run) {
  sink(nullfile())
  on.exit(sink())
  suppressMessages(suppressWarnings(run()))
}

# Measures a package, or says for each of its works that it is not there.
package <- function(name, works, measure) {
  if (requireNamespace(name, quietly = TRUE)) measure(paste(name, utils::packageVersion(name)))
  else for (work in works) missing_peer(work, name)
}

package("irr", c("alpha A2", "Fleiss F1", "ICC(2,1) I1", "weighted kappa K1"), function(by) {
  panel <- ratings("F1")
  measured <- measures("I1")
  pairs <- ratings("K1")
  by_rater <- t(ratings("A2"))
  timed("ICC(2,1) I1", "irr", by, function() irr::icc(measured, model = "twoway", type = "agreement")$value)
  timed("Fleiss F1", "irr", by, function() irr::kappam.fleiss(panel)$value, repetitions = 3)
  timed("weighted kappa K1", "irr", by, function() irr::kappa2(pairs, "squared")$value,
    repetitions = 1, warm_up = FALSE)
  timed("alpha A2", "irr", by, function() irr::kripp.alpha(by_rater, "ordinal")$value, repetitions = 3)
})

package("irrCAC", c("alpha A2", "Fleiss F1", "AC2 quadratic F1", "AC2 ordinal F1"), function(by) {
  panel <- ratings("F1")
  small <- ratings("A2")
  timed("Fleiss F1", "irrCAC", by, function() irrCAC::fleiss.kappa.raw(panel)$est$coeff.val)
  timed("AC2 quadratic F1", "irrCAC", by,
    function() irrCAC::gwet.ac1.raw(panel, weights = "quadratic")$est$coeff.val)
  timed("AC2 ordinal F1", "irrCAC", by,
    function() irrCAC::gwet.ac1.raw(panel, weights = "ordinal")$est$coeff.val)
  # Its alpha has fixed ordinal weights, which is another coefficient: its speed is of interest, its value is not.
})

package("vcd", "weighted kappa K1", function(by) {
  pairs <- ratings("K1")
  timed("weighted kappa K1", "vcd", by,
    function() vcd::Kappa(table(pairs[, 1], pairs[, 2]), weights = "Fleiss-Cohen")$Weighted[["value"]],
    repetitions = 3, warm_up = FALSE)
})

package("psych", "weighted kappa K1", function(by) {
  pairs <- ratings("K1")
  timed("weighted kappa K1", "psych", by, function() psych::cohen.kappa(pairs)$weighted.kappa,
    repetitions = 1, warm_up = FALSE)
})

# Rows of person, rater and the scores on each criterion.
facets <- function() {
  rows <- utils::read.csv(file.path(folder, "M1.csv"), header = FALSE)
  names(rows) <- c("person", "rater", paste0("c", seq_len(ncol(rows) - 2)))
  rows$rater <- sprintf("R%02d", rows$rater)
  rows
}

model_of <- function(rows, ...) {
  quietly(function() TAM::tam.mml.mfr(
    resp = rows[, -(1:2)], facets = data.frame(rater = rows$rater), formulaA = ~ item + rater + step,
    pid = rows$person, verbose = FALSE, ...
  ))
}

first_rater <- function(model) model$xsi.facets$xsi[model$xsi.facets$parameter == "R00"]

package("TAM", "marginal M1", function(by) {
  rows <- facets()
  control <- list(nodes = seq(-6, 6, len = 61), conv = 1e-6, progress = FALSE)
  timed("marginal M1", "TAM", by, function() first_rater(model_of(rows, control = control)),
    repetitions = 1, warm_up = FALSE)
})

if (requireNamespace("immer", quietly = TRUE) && requireNamespace("TAM", quietly = TRUE)) {
  rows <- facets()
  totals <- tapply(rowSums(rows[, -(1:2)]), rows$person, sum)
  kept <- rows[rows$person %in% names(totals)[totals > 0 & totals < 3 * 4 * (ncol(rows) - 2)], ]
  # The design of the pseudo-items is TAM's, and no part of what is timed.
  design <- model_of(kept, control = list(maxiter = 1, progress = FALSE))
  timed("joint M1", "immer", paste("immer", utils::packageVersion("immer")), function() {
    fit <- quietly(function() immer::immer_jml(
      design$resp, A = -design$A[, -1, ], est_method = "jml", eps = 0.3, conv = 1e-6, maxiter = 20000
    ))
    fit$xsi[["R00"]]
  }, repetitions = 1, warm_up = FALSE)
} else {
  missing_peer("joint M1", "immer")
}
finish()
