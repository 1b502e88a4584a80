# SPDX-License-Identifier: EUPL-1.2
# The same as did.py, in base R: a difference-in-differences on a linked data set, with weights and
# several plausible linkages that are pooled by Rubin's rules.
#
#   Rscript did.R DATA WEIGHTS KIND

args <- commandArgs(trailingOnly = TRUE)
stopifnot(length(args) == 3)
read <- function(folder, name) {
  read.csv(file.path(folder, paste0(name, ".csv")), colClasses = "character", check.names = FALSE)
}
trajectories <- read(args[1], "trajectories")
benefits <- read(args[1], "benefits")
weights <- read(args[2], "weights")
draws <- read(args[2], "draws")
kind <- args[3]
stopifnot(identical(trajectories$pseudonym, weights$pseudonym))

day <- function(text) as.Date(ifelse(text == "", NA, text))
benefits$first <- day(benefits$ingangsdatum)
benefits$last <- day(benefits$einddatum)
benefits$last[is.na(benefits$last)] <- as.Date("9999-12-31")
spells <- split(benefits[!is.na(benefits$first), c("first", "last")],
                benefits$pseudonym[!is.na(benefits$first)])
on_benefits <- function(pseudonym, when) {
  own <- spells[[pseudonym]]
  !is.null(own) && any(own$first <= when & own$last >= when)
}

records <- data.frame(
  pseudonym = trajectories$pseudonym,
  is_kind = trajectories$code_type == kind,
  began = day(trajectories$datum_start),
  stratum = weights$stratum,
  linked = weights$linked == "1"
)
records <- records[!is.na(records$began) & trajectories$code_type != "", ]
change <- function(pseudonym, began) {
  on_benefits(pseudonym, began + 183) - on_benefits(pseudonym, began - 183)
}
records$change <- NA_real_
at <- which(records$linked)
records$change[at] <- mapply(change, records$pseudonym[at], as.list(records$began[at]))

# Weighted mean with the variance of its linearised form.
side <- function(value, weight) {
  mean <- sum(weight * value) / sum(weight)
  n <- length(value)
  c(mean, sum((weight * (value - mean))^2) / sum(weight)^2 * n / (n - 1))
}
estimate <- function(kept, weighted) {
  everyone <- table(records$stratum)
  own <- records[kept, ]
  linked <- table(own$stratum)
  weight <- if (weighted) as.numeric(everyone[own$stratum] / linked[own$stratum]) else rep(1, nrow(own))
  ours <- side(own$change[own$is_kind], weight[own$is_kind])
  theirs <- side(own$change[!own$is_kind], weight[!own$is_kind])
  c(ours[1] - theirs[1], ours[2] + theirs[2])
}

names <- grep("^draw", colnames(draws), value = TRUE)
in_draws <- match(records$pseudonym, draws$pseudonym)
plausible <- sapply(names, function(name) {
  estimate(which(records$linked & draws[[name]][in_draws] == "1"), TRUE)
})
m <- length(names)
pooled <- mean(plausible[1, ])
within <- mean(plausible[2, ])
between <- var(plausible[1, ])
total <- within + (1 + 1 / m) * between
freedom <- if (between > 0) (m - 1) * (1 + within / ((1 + 1 / m) * between))^2 else Inf

show <- function(name, value, variance, freedom = Inf) {
  reach <- qt(0.975, freedom) * sqrt(variance)
  cat(sprintf("%-12s %9.6f  (%9.6f to %9.6f)\n", name, value, value - reach, value + reach))
}
plain <- estimate(which(records$linked), FALSE)
weighted <- estimate(which(records$linked), TRUE)
show("unweighted", plain[1], plain[2])
show("weighted", weighted[1], weighted[2])
show("pooled", pooled, total, freedom)
