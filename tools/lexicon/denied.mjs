// Words chosen by hand. DENIED may be read but never answered (empty, odd, hurtful or crude as an answer);
// PALE_WORDS fit nearly everything and are answered less readily; TOPICAL are answered only when the problem itself is about them; KEPT are answered though a rule would drop them.
const list = (text) => new Set(text.trim().split(/\s+/))

export const DENIED = list(`
piracy erosion tributary inflation multimedia encryption disaster psychological budgetary rainfall denial exploration infected erotic
therapeutic recreational immune difficulty gale depth immersion diagnostic
effectiveness usefulness optic linear philosophical abundant magnitude exemption accreditation usefulness
storm landfall ocean sea weather descent impact
deficiency affirmative scarcity passage optic
cyclone hurricane typhoon tsunami earthquake avalanche eruption volcano landslide famine drought crash wreck collision explosion injection inequality scarcity
mathematical charitable chemical fertile critique perfect
restitution redemption timeline codebase disciplinary relaxation statistical vitamin displacement attribution numerical
percent way case name fact kind sort sake sense bit thing yen spite behalf midst bulk plenty math info prep wit vogue onset
bye hello goodbye hey dude amusement vice self alpha beta phi lambda flu rbi bent stem hike tow serial berth barrage refrain
sex sexuality homosexuality porn pornography prostitution nudity erection orgasm virginity adultery incest intercourse
terror genocide apartheid slavery rape murder massacre holocaust carnage bloodshed gunfire gunshot manslaughter homicide
arson sabotage strangulation torture slaughter mutilation castration lynching decapitation assassination bombardment
abortion suicide racism hatred cruelty brutality rage wrath vengeance greed lust gossip madness insanity stupidity
hell horror misery sadness sorrow grief boredom jealousy envy laziness idiocy nonsense idiot cult apocalypse
parole felony misdemeanor perjury autopsy funeral burial ghost orphanage coffin corpse
junior boot rear par cent bag handful dozen pair trio duo thousand ton inch gallon ounce teaspoon tablespoon bushel peso
ringgit baht rupiah franc kilometer kilometre metre meter mile tonne barge couple lot lots ring sum till midst privy governed
retreated dug tore sang slain drove shook drunk stole spoke spat spate whereabouts semi auto tech lab sub folk folks con pro
counterpart equivalent element item detail aspect instance component extent scope manner mode matter stuff
lack absence inability shortfall default excess remainder mainstream
said first other three many second both third fourth fifth sixth seventh eighth ninth tenth twelve eleven thirteen fourteen
fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety eleventh twelfth billion
million former another five some latter next last same such own entire whole sole
won lost known given left made gone sold held kept dead born worn torn grown shown driven drawn frozen chosen stolen broken
spoken written paid heard struck caught sought taught brought bought fought thought fallen beaten eaten hidden risen sworn
withdrawn blown thrown flown worse worst better best latest eldest elder older bigger larger lower upper inner outer lesser
elected married divorced pregnant naked sexual nude erotic sexy horny gay lesbian bisexual racist sexist fascist nazi
stupid dumb idiotic crazy insane mad silly ugly fat filthy dirty nasty nuts bald deaf blind mute crippled retarded lame
damn bloody hell horrible horrific gruesome grisly horrendous terrible awful disgusting hideous monstrous brutal savage cruel
vicious evil wicked sinister demonic satanic infernal rotten lousy murderous homicidal suicidal deadly lethal fatal mortal
tortured raped murdered executed wounded injured killed buried burnt dying ailing sick ill drunken alcoholic addicted
blond blonde brunette red blue green white black yellow pink purple orange brown crimson pale gray grey golden silver colored
coloured white-collar blue-collar racial ethnic foreign native alien illegal illicit criminal guilty corrupt fraudulent
presidential parliamentary congressional senatorial gubernatorial mayoral electoral papal royal imperial monarchical
military naval armed armored armoured paramilitary infantry southeastern southwestern northeastern northwestern southernmost
pornographic explosive ballistic radioactive defunct obsolete deceased extinct
sized minded oriented footed haired eyed headed handed winged flavored flavoured aged dated named titled based
two-year long-running so-called one-time all-time full-time part-time present-day short-lived well-known
national four high long early political general each every free seven nine ready wide hard full possible special strong single social clear agreed
previous popular personal spent heavy natural difficult supreme broke easy deep tough famous optional wrong massive initial fresh dark crude neither
dangerous prominent rare electronic wild unlike sharp weak controversial crucial laid unknown maximum flat vast impossible tight stable soft secondary
dramatic capable apparent teen swept wooden fierce rough stuck lucky ultimate loose eager nervous earliest wonderful graphic silent plain harsh
outdoor indoor volatile random painful spectacular tremendous unfair postal keen interstate legendary hopeful fake honorary respective notorious
lengthy unacceptable suspicious dual cubic contrary steep eventual unsuccessful loud identical underway mild fragile sectarian tender incredible
tragic skeptical multinational absent fantastic hardline minus unofficial persistent bats wary delicate patriotic anxious decent unpopular statewide
stark inadequate airborne dear unfortunate dissident profound mercantile unnecessary bare disastrous vertical tops vacant stricken insufficient
shallow forbidden downward inappropriate outspoken premature casual contentious rampant curious forensic portable blunt exotic unconstitutional
endless populous questionable dense shaken uncomfortable formidable gradual petty resistant vague adverse harmful scary dire sore shaky superb magical
scenic underwater makeshift infamous probable sunk undercover broadband incomplete destructive pivotal improper immense sporadic reminiscent
provocative chaotic terrific potent invisible homemade clever punitive fortunate unstable divers authoritarian selective drastic clad prolific
atmospheric magnificent foremost catastrophic awkward relentless mistaken upscale unbelievable speedy speculative uncommon hefty unconscious eternal
synthetic defiant horizontal fiery outrageous crisp accidental arbitrary perennial reckless unpaid irresponsible twentieth heroic iconic elusive
charismatic victorious passive incorrect unpredictable staunch marginal inconsistent titanic ineffective runaway unavailable tricky rigid abusive
stringent irregular prevalent unlawful turbulent uneasy static clandestine sizable dull emeritus vain idle irrelevant antique glorious dubious unsafe
solitary doubtful decorative awesome problematic capitalist inherent ripe youthful divisive bureaucratic avian collateral nineteenth infinite utmost
imperative dimensional doctoral faulty useless inflationary terrestrial overdue appellate susceptible amber whatsoever inferior nominal indefinite
finite astronomical lawless fond mammoth naive pessimistic brisk inaccurate uneven neat avid fabulous singular secretive illegitimate traumatic
cynical overweight unconditional upright noisy humorous ruthless lateral swollen ironic sensational unrealistic orbital slender arrogant fashionable
torrential cosmic erratic weeklong cosmetic amphibious intercontinental abrupt abnormal ubiquitous muscular ambiguous newborn chic meaningless
contradictory frantic ceramic shiny rectangular healthier stubborn unfamiliar equestrian unconventional hardcore penal clerical foolish unreasonable
lazy scant flamboyant rude conciliatory triangular stylish hereditary unpleasant expeditionary pervasive mediocre inflammatory invasive ominous
incapable correctional imaginary ineligible fuzzy sticky harmless satirical plenary retaliatory venerable ardent phenomenal metallic gigantic dormant
quirky faint punishable discriminatory robotic jumbo murky hesitant inactive psychic inefficient bogus plural migratory disposable precarious
unreliable surreal sloppy outward rife tumultuous floral unjust perpetual peripheral improbable bland messy feudal repressive devout skeptical
adjacent extreme underground busy obvious elderly enormous considerable kindly postwar wartime excessive unprecedented imminent memorable pleasant
colorful casual unexpected steep dissident enthusiastic aggressive violent offensive emotional empty proud bright dominant attractive severe volatile
sudden subsequent rapid approximate familiar secret safe happy intense fantastic superior convenient widespread typical private actual median monetary
fiscal temporary interim commercial annual complex daily weekly monthly prior opposite partial exclusive promise bill opener joke thriller nightmare
destruction scandal anger sale trip joy dream pain fun luxury miracle darkness finale beacon conspiracy revenge panic triumph imagery shame thunder
roller forestry brotherhood doctorate lottery persecution obsession hostility contempt propaganda humor lifestyle fate flame castle thrill ego
resentment despair malaise flurry frenzy misdemeanor starvation betrayal humiliation downfall meltdown standoff blockade showdown clash incident
nonproliferation insurrection incarceration molestation extermination conquest contraception maternity internment infiltration hypertension inhalation
dehydration inflammation fatality calamity mistreatment fragrance sweetness courtship governorship seniority ordination naturalization emancipation
counterinsurgency militancy partisanship menace provocation outcry uproar mockery embezzlement vanity nuisance greatness goodness likeness kindness
severance profanity arrogance indignation indifference negligence starvation embarrassment laughter cheer noise craving menu ticket farewell clue
arrow flavor shade thickness chill charm tide hunger fare arrival magazine brand fashion menace monarchy supremacy imprisonment confession crime
unrest mystery rumor rumour grudge chairmanship coronation memorial apology letter oath pity quiz rehearsal script signature silence smell taste
opener spectacle stalemate pullout walkout workout shaft shock showcase sight shutdown slowdown standoff surprise sympathy symbol tally tension threat
tragedy temptation turmoil undertaking vacancy vacuum vanity vector vocabulary volley voyage wealth weight wound captivity censorship ceremony
certificate amplitude abandonment annexation arraignment biotechnology deportation demolition detachment disguise dictionary dismay disobedience
encyclopedia espionage excursion expulsion extinction extraction fabrication fraternity funding fusion ghost graph hallmark hardship heritage hiatus
hobby induction influx inscription interrogation interception journey lecture lottery liquidation liquidity loneliness manifesto memorandum mileage
malnutrition misconduct nostalgia notebook notoriety notification obscurity oppression pact paperwork paragraph patronage phrase procession prelude
privatization privatisation proclamation profitability prohibition propagation proximity quantum quarantine reconnaissance registry reproduction
repatriation reunification resurgence rivalry script seizure segregation sanction skepticism smuggling spectacle sponsorship standoff tribute
storyline statute stride subversion succession suppression surveillance syndication synopsis takeover tandem telegraph thesis trademark transaction
transcript treaty triumph tune twist ultimatum vertigo watch winner withdrawal yield boredom bitterness blindness brilliance cancellation
capitalization census channel coincidence colonization command combustion commemoration communique compression confinement confiscation congestion
consolation contempt corrosion countdown corruption cruelty custody custom dictatorship debacle deception deed deflation degradation democratization
depreciation depiction deposition deprivation derivative desperation deterioration devastation disappearance disappointment discharge disco discomfort
discontent discrimination dislike dismissal disposal dissatisfaction dissolution distress distraction disturbance dogma doorway dominance domination
duel evasion eviction exam exhaustion expectancy exploitation exposition extortion fascination feast fitness flame folklore friction frustration
genocide gesture glory hate hospitality humidity ignition ignorance illusion impasse impunity incitement infringement inheritance injunction insanity
insulation intimacy irony irritation jurisdiction legalization liberalization longing manipulation metaphor mismanagement monument mood motion
mysticism naming nationhood nerve obedience offence offense operator oxidation passport petition plea prejudice pretext prose proliferation psyche
punishment rebirth rebuff refusal regret rejection repression reprisal resignation retirement retreat revelation rhetoric ritual rumble satire scene
secrecy self separation severity show sin sorrow spell stagnation standstill stereotype stigma story strike surge suspicion temper temperament
terrorism theft title toll trait triviality vein vice victory violation whim age song line run move turn set rank post shot pick draw drive pull push
hit kick serve trade sale size color distance degree deregulation devaluation dissertation doubt dream election embargo expedition extradition fiction
genre existence medication metal moratorium opener handover merger miracle ministry offspring patent percentage poll preview premiere print protest
province quarter race reception recruitment resettlement revival revenge rise row rumor testament thinness tide tower traffic transit triumph twin
venue verb vote wager warfare wage wave wing catalog catalogue
anti ultra mini micro extra online extant incumbent reigning starred supposed alleged unaware afloat asleep awake alike alive
akin ablaze adrift aghast aware able unable ready willing unwilling reluctant glad sorry afraid ashamed alone due worth
loath liable prone unlikely likely sure unsure certain subject apt adamant
usual alright okay damned lone mere sheer utter very main chief particular certain various several numerous countless myriad few little
big great small large huge tiny good bad nice fine okay grand major minor real true false new old young
tall short thin thick fat slim skinny lean
angry furious enraged outraged bitter sad unhappy miserable gloomy grim bleak dismal depressed desperate scared terrified
afraid fearful frightened horrified shocked stunned upset annoyed disgruntled jealous lonely bored tired weary exhausted
drunk hungry thirsty sweaty smelly
absurd ridiculous ludicrous bizarre weird strange odd peculiar funny hilarious comic comical goofy
bullish bearish sluggish stagnant lackluster
winless scoreless unbeaten homeless jobless penniless
romantic lush luxurious glamorous gorgeous handsome beautiful pretty cute lovely adorable
sacked doomed trapped jailed imprisoned cancer tumor scarred bloodied
tip trick blow spree spur fuss mess brawl fray grab rip riff scam hoax plot ploy stunt gimmick swoop bout
jeopardy limbo havoc brunt wane sway foul cue pact clout caliber woe woes plight
postage telegram memo memorabilia anthem hymn slogan motto jingle refrain acronym pseudonym surname
outbreak invasion siege coup crackdown onslaught bloodbath shootout ambush raid hijack insurgency
yacht mutiny treason bribery blackmail extortion perversion sodomy bestiality
surname token parity anony impunity clemency
mini net gross plus minus okay ok yes
quits merry blackberry
naught nil
foe rival enemy victim
vigil ordeal stint feat bid tad
amusing sac ass cock dick tit tits bitch whore slut bastard fag queer dyke nigger negro chink spic kike coon wetback gypsy
savage primitive redneck cripple midget dwarf lunatic moron imbecile retard spaz tramp hooker pimp stripper
damnation bastardy bullshit shit crap piss fart turd puke vomit feces urine semen penis vagina anus testicle buttock breast
pussy boob boobs booty butt arse bum
`)

export const TOPICAL = list(`
war battle game sport sports film movie show music album song baseball football soccer basketball hockey tennis rugby golf cricket volleyball
badminton lacrosse softball handball judo yoga rodeo chess championship tournament season playoff semifinal quarterfinal final matchup rematch
touchdown fastball homage kickoff takeoff comeback freestyle sideline scoreboard shutout lineup roster runoff turnover debut
cartoon comedy drama opera ballet symphony concerto sequel episode novel poem poetry prose screenplay manuscript tale saga trilogy
animation manga anime genre reggae jazz disco lyric melody tune rhythm verse chorus ballad anthology biography autobiography discography
filmography memoir diary essay fiction nonfiction fantasy legend myth folklore cinema photography entertainment concert percussion tenor alto
medley cameo rendition ovation applause gala parade pageant carnival festival exhibition fame celebrity stardom
magazine newspaper tabloid headline editorial newsletter weekly journal gossip broadcast
disease illness sickness infection cancer tumor tumour diabetes asthma pneumonia tuberculosis malaria polio cholera anthrax hepatitis arthritis
influenza diarrhea fever headache stroke coma concussion obesity addiction trauma anxiety depression injury wound fracture fatigue disorder
syndrome symptom mortality chemotherapy dose injection vaccination immunity medicine therapy surgery transplant diagnosis
pregnancy childbirth abortion amnesty
bomb attack violence crime theft robbery burglary fraud espionage piracy extremism counterterrorism warfare combat strife insurgency revolt
rebellion revolution uprising riot unrest turmoil siege ceasefire truce armistice disarmament deployment retaliation aggression
occupation conquest defeat surrender mutiny coup intimidation harassment abuse assault abduction kidnapping hijacking
execution imprisonment detention custody arrest prosecution trial verdict lawsuit indictment conviction sentence penalty probation extradition
impeachment defamation libel litigation testimony affidavit subpoena
election referendum ballot vote poll nomination candidacy reelection inauguration presidency impeachment coalition
socialism communism capitalism nationalism patriotism anarchy monarchy republic sovereignty homeland
religion faith prayer worship pilgrimage sermon salvation theology scripture gospel priesthood baptism
marriage wedding divorce adoption birth death birthday anniversary
mathematics math algebra geometry theorem calculus astronomy chemistry geology biology physics archaeology anatomy anthropology sociology psychiatry psychology
geography etymology pronunciation grammar ethnicity gender surname alphabet verb noun
earthquake tsunami cyclone hurricane typhoon flood drought famine landslide avalanche eruption volcano explosion fire collision crash wreck
accident disaster catastrophe emergency evacuation hazard
immigration emigration deportation refugee asylum
recession inflation deflation unemployment bankruptcy foreclosure devaluation auction merger takeover acquisition buyout dividend mortgage tax
passport visa ticket trophy medal award prize jersey logo poster badge souvenir
wingspan altitude latitude longitude diameter width length height density temperature moisture humidity climate weather
pollution contamination congestion erosion irrigation drainage sanitation deforestation emission radiation
nursery kindergarten graduation diploma homework semester tuition enrollment curriculum
recipe cuisine cookbook appetite nutrition dinner breakfast lunch
website software multimedia wireless database algorithm keyboard browser download video audio telephone transmission
timeout stoppage overtime injury-time innings
shipping aviation railway airline tourism hotel
pipeline oil gas petroleum uranium coal
antitrust judicial legislative constitutional diplomatic electoral ministerial consular
clinical surgical medical dental cardiac respiratory cardiovascular cerebral abdominal bacterial viral infectious psychiatric pediatric veterinary
infected contaminated toxic poisonous hazardous malignant benign chronic acute pandemic
solar lunar planetary stellar galactic volcanic seismic tropical subtropical coastal tidal marine maritime aquatic oceanic nautical coastal inland
rainy snowy sunny stormy foggy cloudy windy icy sandy rocky muddy dusty arid humid mountainous wooded forested
agricultural pastoral culinary dietary nutritional
musical orchestral philharmonic lyrical theatrical cinematic literary poetic operatic melodic
athletic olympic collegiate varsity amateur
religious spiritual biblical ecclesiastical apostolic monastic pastoral
nuclear atomic electric electrical hydraulic hydroelectric thermal cellular magnetic molecular optical acoustic sonic
automotive pharmaceutical petrochemical industrial
urban rural suburban metropolitan municipal provincial territorial
evolutionary embryonic genetic reproductive prehistoric biological geological archaeological astronomical meteorological
editorial journalistic photographic cinematic
violent bloody explosive hostile terrorist militant insurgent rebellious
marital maternal parental paternal juvenile adolescent teenage infant childish
feminine masculine
vocal nasal oral visual
wealthy rich affluent poor impoverished needy
cheap expensive costly lucrative profitable
hot cold warm cool chilly frozen wet dry damp moist
`)

export const FORCED_NOUNS = list(`
planning understanding learning reasoning monitoring training funding timing engineering teaching testing listening sharing mentoring onboarding
ethics logistics dynamics risk plan design practice control review balance care trust focus need support demand judgment guidance
standard criterion evidence proof norm rule measure test target limit duty mandate remedy response answer purpose aim goal intent meaning
merit worth value virtue rigor rigour foresight stewardship preparedness fairness thoroughness soundness coherence adequacy sufficiency
completeness wholeness usability resilience robustness adaptability flexibility proportionality accountability impartiality
plausibility reproducibility traceability maintainability modularity scalability interoperability applicability comparability
reserve refuge shelter defense defence relief repair rescue warning watch alert forecast safeguard trade-off tradeoff checklist insight
hope doubt change shift move step path route link bridge basis root source origin cause effect outcome result benefit gain cost loss
cycle pace order unity whole core essence principle premise claim view stance choice option decision commitment promise
craft skill mastery wisdom prudence caution patience courage honesty humility integrity loyalty candor diligence vigilance
refactoring backlog codebase inclusiveness inclusivity
`)

export const FORCED_ADJECTIVES = list(`
balanced shared integrated sustained informed trusted proven detailed committed adapted focused lasting enduring ongoing unified measured
structured disciplined coordinated renewed targeted layered grounded guiding governing binding supporting enabling connected combined
refined improved advanced tested reasoned considered agreed documented recorded defined limited controlled planned open clear sound
common public local shared joint mutual civic timely early steady ready lean modular agile incremental iterative
normative operative evaluative adaptive preventive corrective protective resilient robust sustainable responsive accountable
fair just equal honest careful thorough rigorous precise exact full complete
antimicrobial scalable reusable maintainable testable traceable verifiable
`)

export const PALE_WORDS = list(`
basis usefulness principle process purpose method objective application applicability methodology validity logic implementation measure
mechanism effectiveness framework efficacy procedure remedy thoroughness adequacy technique importance determination attribution relevance
functionality usage concept approach aspect role function competence characterization conformity essence context interpretation
aim goal idea notion theory system model programme program resource activity action example factor effort condition reason
effective efficient applicable appropriate rational practical relevant useful proper reasonable acceptable adequate technical operational
functional valid suitable specific helpful fundamental essential important significant necessary available additional evaluative normative operative
environment environmental technological organizational geographical geographic preventive corrective climate atmosphere ecosystem
diligence proficiency soundness effectiveness coherence availability accessibility assessment reliability coordination
pollution weather tolerance prescription flexibility input interference
deterrent guidance correction calculation criterion priority clarification abundance empowerment timely careful logical analytical definitive thorough
eligible adjustment practicality consideration implication designation notion aspect
`)
