# Growth percentiles of scores.csv by quantreg, written from the rules in docs/reference/growth.md:
# one model for each number of priors, most recent first; cubic B-splines without intercept; knots, boundaries
# from all prior panels by grade; fitted quantiles sorted, rounded to 5 digits; the number strictly below the score.
suppressMessages({library(quantreg); library(splines)})
folder <- dirname(sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE)))
scores <- read.csv(file.path(folder, "scores.csv"), colClasses = c(student_id = "character"))
taus <- (1:100 - 0.5) / 100
year <- max(scores$year)
rows <- list(); knot_rows <- list()

of <- function(subject, y, g) {
  part <- scores[scores$subject == subject & scores$year == y & scores$grade == g, ]
  setNames(part$scale_score, part$student_id)
}

for (subject in unique(scores$subject)) for (grade in sort(unique(scores$grade))) {
  orders <- grade - min(scores$grade)
  if (orders == 0) next
  panels <- scores[scores$subject == subject & scores$year %in% (year - seq_len(orders)), ]
  knots <- lapply(split(panels$scale_score, panels$grade), function(s) list(
    inner = round(as.numeric(quantile(s, c(.2, .4, .6, .8))), 3),
    ends = round(extendrange(s, f = .1), 3)))
  for (prior in names(knots)) knot_rows[[length(knot_rows) + 1]] <- data.frame(
    subject, grade, prior_grade = prior, value = c(knots[[prior]]$inner, knots[[prior]]$ends))
  current <- of(subject, year, grade)
  for (order in seq_len(orders)) {
    priors <- sapply(seq_len(order), function(k) of(subject, year - k, grade - k)[names(current)])
    kept <- complete.cases(priors)
    y <- current[kept]
    design <- cbind(1, do.call(cbind, lapply(seq_len(order), function(k) {
      where <- knots[[as.character(grade - k)]]
      bs(priors[kept, k], knots = where$inner, Boundary.knots = where$ends)
    })))
    fitted <- suppressWarnings(sapply(taus, function(tau) design %*% rq.fit.br(design, y, tau = tau)$coefficients))
    fitted <- round(t(apply(fitted, 1, sort)), 5)
    sgp <- pmin(pmax(rowSums(fitted < y), 1), 99)
    rows[[length(rows) + 1]] <- data.frame(
      student_id = names(y), subject, year, grade, order, sgp, median = fitted[, 50])
  }
}
write.csv(do.call(rbind, rows), file.path(folder, "sgp.csv"), row.names = FALSE, quote = FALSE)
write.csv(do.call(rbind, knot_rows), file.path(folder, "knots.csv"), row.names = FALSE, quote = FALSE)
cat(sum(sapply(rows, nrow)), "percentiles written;", as.character(packageVersion("quantreg")), "\n")
