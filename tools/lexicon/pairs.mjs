// Pairs and the words a person would accept as their product. The weights and word lists were tuned while looking at this list: it shows progress, it is no held-out test.
const table = `
analysis * judgment = assessment evaluation conclusion decision interpretation opinion
precision * durability = reliability accuracy quality robustness stability
sufficient * reason = justification explanation evidence cause proof basis
probability * consequence = risk likelihood outcome implication expectation
water * risk = flood pollution hazard contamination danger drought exposure
standards * sufficient = quality adequacy requirement compliance criterion criteria
feedback * essential = guidance mechanism input insight improvement communication learning
values * necessary = principle duty obligation integrity ethics need importance morality necessity
actions * relevant = response measure initiative practice implication application
benchmarks * fundamental = standard criterion principle baseline basis indicator measure
methods * systematic = methodology technique approach procedure analysis process
objectives * essential = goal purpose aim priority need requirement
coordination * effective = cooperation management communication collaboration leadership organization
evaluation * complete = assessment review examination analysis audit
refinement * optimal = improvement adjustment enhancement efficiency precision
adaptation * contextual = interpretation adjustment flexibility relevance response
knowledge * experience = expertise wisdom skill understanding insight learning
trust * time = reliability loyalty confidence patience commitment credibility
freedom * responsibility = autonomy accountability duty independence liberty citizenship
speed * quality = efficiency performance consistency productivity
cost * benefit = value efficiency saving advantage profit expense economy
data * meaning = information interpretation knowledge insight definition
rule * exception = exemption law condition principle provision clause interpretation restriction
conflict * agreement = compromise resolution negotiation settlement peace dialogue reconciliation treaty mediation
change * stability = transition adaptation balance growth equilibrium adjustment continuity development
fear * danger = anxiety threat panic caution risk alarm vulnerability uncertainty
hope * plan = proposal initiative aim ambition goal vision promise prospect
problem * method = solution analysis approach technique remedy procedure
evidence * law = proof testimony justice trial precedent legality enforcement verdict
people * decision = democracy consensus choice vote participation government opinion
energy * saving = efficiency conservation economy sustainability
disease * prevention = vaccination hygiene immunity health treatment immunization detection vaccine
learning * error = correction feedback improvement experience understanding lesson
design * test = prototype experiment specification model engineering validation concept evaluation
promise * trust = commitment loyalty confidence faith pledge
community * safety = protection security welfare health
information * secret = intelligence confidentiality privacy secrecy disclosure espionage
money * future = investment savings budget prospect economy funding saving
law * fairness = justice equality equity legality legitimacy
work * rest = balance recreation relaxation leisure recovery
`
export const pairs = table
  .trim()
  .split('\n')
  .map((line) => {
    const [left, answers] = line.split(' = ')
    return { pair: left.split(' * '), accepted: answers.split(' ') }
  })
