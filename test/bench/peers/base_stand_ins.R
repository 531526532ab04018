# Stand-ins for R packages that are not installed: the same steps in base R, written anew. They time the algorithm on
# R, not the package, and are named so.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
source(file.path(here, "timing.R"))

by <- paste0("R ", getRversion(), ", its steps written anew")

# As irr does: means and variances by row and by column with apply, then F quantiles for the interval.
intraclass <- function(values) {
  n <- nrow(values)
  k <- ncol(values)
  total <- var(as.numeric(values)) * (n * k - 1)
  rows <- var(apply(values, 1, mean)) * k
  within <- sum(apply(values, 1, var) / n)
  columns <- var(apply(values, 2, mean)) * n
  rest <- (total - rows * (n - 1) - columns * (k - 1)) / ((n - 1) * (k - 1))
  value <- (rows - rest) / (rows + (k - 1) * rest + (k / n) * (columns - rest))
  a <- k * value / (n * (1 - value))
  b <- 1 + k * value * (n - 1) / (n * (1 - value))
  df <- (a * columns + b * rest)^2 / ((a * columns)^2 / (k - 1) + (b * rest)^2 / ((n - 1) * (k - 1)))
  stopifnot(is.finite(within), is.finite(qf(.975, n - 1, df)), is.finite(qf(.975, df, n - 1)))
  value
}

weights_for <- function(kind, categories) {
  q <- length(categories)
  if (kind == "unweighted") return(diag(q))
  if (kind == "quadratic") return(1 - outer(categories, categories, "-")^2 / diff(range(categories))^2)
  places <- abs(outer(seq_len(q), seq_len(q), "-")) + 1
  1 - places * (places - 1) / 2 / (q * (q - 1) / 2)
}

# As irrCAC does: one comparison of the whole matrix for each category, then products of matrices.
chance_corrected <- function(values, kind, model) {
  n <- nrow(values)
  r <- ncol(values)
  categories <- sort(unique(na.omit(as.vector(values))))
  q <- length(categories)
  weights <- weights_for(kind, categories)
  counts <- matrix(0, n, q)
  for (k in 1:q) {
    is_k <- values == categories[k]
    counts[, k] <- replace(is_k, is.na(is_k), FALSE) %*% rep(1, r)
  }
  weighted <- t(weights %*% t(counts))
  given <- counts %*% rep(1, q)
  agreed <- (counts * (weighted - 1)) %*% rep(1, q)
  shared <- given >= 2
  pa <- sum(agreed[shared] / (given * (given - 1))[shared]) / sum(shared)
  shares <- t(t(rep(1 / n, n)) %*% (counts / (given %*% t(rep(1, q)))))
  if (model == "ac") {
    scale <- sum(weights) / (q * (q - 1))
    pe <- scale * sum(shares * (1 - shares))
    own <- scale * (counts %*% (1 - shares)) / given
  } else {
    pe <- sum(weights * (shares %*% t(shares)))
    own <- (counts %*% (weights %*% shares)) / given
  }
  value <- (pa - pe) / (1 - pe)
  pairs <- given * (given - 1)
  pairs <- pairs - (pairs == 0)
  units <- (n / sum(shared)) * (agreed / pairs - pe * shared) / (1 - pe) - 2 * (1 - value) * (own - pe) / (1 - pe)
  error <- sqrt(sum((units - value)^2) / (n * (n - 1)))
  stopifnot(is.finite(qt(.975, n - 1) * error), is.finite(pt(value / error, n - 1)))
  value
}

stand_in <- function(work, peer, run) timed(work, peer, by, run, stand_in = TRUE)

measured <- measures("I1")
stand_in("ICC(2,1) I1", "irr", function() intraclass(measured))
panel <- ratings("F1")
stand_in("Fleiss F1", "irrCAC", function() chance_corrected(panel, "unweighted", "fleiss"))
stand_in("AC2 quadratic F1", "irrCAC", function() chance_corrected(panel, "quadratic", "ac"))
stand_in("AC2 ordinal F1", "irrCAC", function() chance_corrected(panel, "ordinal", "ac"))
finish()
