# What the peers' scripts share: reading the sets, timing, and one JSON line with what was found.
folder <- commandArgs(trailingOnly = TRUE)[1]
sizes <- list(A1 = c(10000, 100), A2 = c(1000, 10), F1 = c(10000, 20), K1 = c(1e6, 2), I1 = c(10000, 20))
found <- character()

# Units by raters, NA where there is none.
ratings <- function(name) {
  size <- sizes[[name]]
  cells <- readBin(file.path(folder, paste0(name, ".bin")), "integer", prod(size), size = 1)
  values <- matrix(as.numeric(cells), nrow = size[1], byrow = TRUE)
  values[values == 0] <- NA
  values
}

measures <- function(name) {
  size <- sizes[[name]]
  cells <- readBin(file.path(folder, paste0(name, ".bin")), "double", prod(size), endian = "little")
  matrix(cells, nrow = size[1], byrow = TRUE)
}

quoted <- function(text) paste0('"', gsub('(["\\\\])', "\\\\\\1", gsub("[[:cntrl:]]+", " ", text)), '"')

# Keeps the milliseconds of each run, and the value of the last. What fails is told, not hidden.
timed <- function(work, peer, by, run, repetitions = 5, warm_up = TRUE, stand_in = FALSE) {
  entry <- sprintf('"work":%s,"peer":%s,"by":%s,"standIn":%s', quoted(work), quoted(peer), quoted(by), tolower(stand_in))
  rest <- tryCatch({
    if (warm_up) run()
    runs <- numeric(repetitions)
    for (at in seq_len(repetitions)) {
      begun <- Sys.time()
      value <- run()
      runs[at] <- as.numeric(difftime(Sys.time(), begun, units = "secs")) * 1000
    }
    sprintf('"ms":[%s],"value":%.17g', paste(sprintf("%.6f", runs), collapse = ","), as.numeric(value))
  }, error = function(problem) sprintf('"error":%s', quoted(conditionMessage(problem))))
  found <<- c(found, paste0("{", entry, ",", rest, "}"))
}

missing_peer <- function(work, peer) {
  found <<- c(found, sprintf('{"work":%s,"peer":%s,"missing":true}', quoted(work), quoted(peer)))
}

finish <- function() cat("[", paste(found, collapse = ","), "]\n", sep = "")
