/** Words that may be misspelled: everyday English of five letters and more, none of it a name or a term of the trade. */
export const ordinaryWords: ReadonlySet<string> = wordsIn(`
  about above accent accented accepted accident according accordion account accounts across added additional address admitted afraid after afternoon afternoons afterwards again against agreed
  agrees ahead airport alarm alike alive allowed almost alone along aloud alphabet alphabetically already altered alternate although among amount angle animal animals annoyed another answer
  answered answers anybody anyone anything anyway anywhere apart apologised appear appeared appears apple approximately archive argued argument arguments around arranged arrive arrived arrives
  asked asking asleep assumed attached attempt attend attention audience author autumn available average awake backs backwards badge badly baker bakery balance balcony banks barge basket
  baskets beach beaten because become becomes before began begin beginning begins begun behave behaviour behind being believe believed belong belonged belongs bench beneath beside better
  between beyond bicycle bigger birds birth birthday bitter black blamed blank blanket blanks blind block blown boarding boiled borrow borrowed bottle bottles bottom bought boxes brackets
  branch breadth breakfast breath breathe bridge bridges bright broke broken broom brother brothers brought brown brush bucket build building built bundle buried burned business butter button
  buttons cable calculate calendar called caller calling calls camera cannot capital capitals captain careful carried carries carry carrying catch cathedral cattle caught caused ceiling cells
  centimetres centre cents centuries century certain certainly certificate chair chalk chance change changed changes changing channel chapel chapter character characters charcoal charge
  cheaper check checked checking chess chief child children choice choir chosen church circle clapped clarinet class classes clean cleaned cleaner clear cleared clerk climb climbed climbs
  close closed closer cloth coconut coefficient coffee colder colleague collection column columns combination comes coming command comment committee company compare compares competition
  complaint complete completely complex compute computer concerns concert concluded conclusion condition connection considered considering consists contain contains content cooks cooling
  cooperative copied copper corner corners correct corrected correctly correspond corridor cough could council court cousin cousins cover covered covers crack cracked credit cried critical
  cross crossed crosses crossing crust crying cupboard current curtain custom customers cutting daily dance danger darkness dates daughter daughters daylight decades decide decided decides
  decimal decimals declined deeper default degree degrees deletions deliver deliveries dentist departure depends deposit depth derivative described detail determine device diagonal diary
  dictionary differ difference different difficulty digit digits dinner direction directions director directory dirty disagree disappointed discovered discussion distance distinct district
  divided divides divisible division doctor doorstep double doubt dough dozen drank draught drawer drawing drawings drawn draws dried dries drift drifted drink dripping drips drive driven
  dropped dropping drove drying duplicate duplicates during earlier early eastern eastwards eaten edges editing editor eight eighteen eighty either elbow elders elements eleven eleventh
  elsewhere emptied empty enclose encloses ended engine engineer engineers enough enter entered enters entire entirely entries entry equal equally equals equation equations equator error
  estimate evaluate evaporates evening evenings event every everybody everyone everything everywhere evidence exact exactly exceed excellent except exception exceptions exercise exist exists
  expect expected expecting expects expense experiment explain explained explanation exponent expression extension extra faces failed fails fallen falling falls false families family famous
  fares farms faster father fault feathers fence ferry fetch fetched fewer field fifteen fifth fifty figure figures filled fills final finally finest finger fingers finish finished fixed float
  flood floor floors flower folded folder folds follow followed following follows forbidden foreign forget forgot forgotten former formula formulas forty forward fountain fourteen fraction
  fresh friends frightened front frost function functions funeral further garden gather general generations generous gentleman gentlemen gently getting girls given gives giving glass glasses
  governor grams granddaughter grandfather grandmother grandson grass gravel greatest green ground group grown grows guard guess guide habit halfway hammer handed handle hands handwriting
  hanging hangs happen happened happening happens happy harbour hardly harvest hatch having heads hearing hears heater heavier heavy height helped helper herself hidden higher hills himself
  history holder holders holding holiday hollow honest honey honour horizon hospital hotter hours house houses however human humming hundred hungry hurry husband identical identified imaginary
  imagine immediately implement impossible included including individual indoors information inside inspector instead instructions instrument instruments integer integers interest internal
  interval invited involved island itself jacket jetty joined joins journey judge judges jumped keeps kettle keyboard kilograms kilometre kilometres kindly kitchen knees knelt knife knock
  known knows label labels laboratory ladder landing language lantern large larger largest laugh laughed laughter laundry layer layers leading leaning learnt leather leaving length lengths
  lentils lesson letter letters letting level library lifetime lifted lifts light lighter lights likely likes limestone limit liquid listen listened listener listeners lists little lived lives
  living loaded local locked longer longest looked looking looks loose lorry loudspeaker lower lowercase lowest lunch lying machine machines maize making mango manner manners manual march
  margin marked market married marsh masons matched matches mathematics matter mattress meadow means measure measured measures meeting melted member members membership memory mended mending
  mentioned merely message metal method middle might million minister minute minutes mirror missed missing mistake mixed mixture modern modulus moisture moment money month months morning
  mornings mother mothers motion mountain mountains mourners mouth moved moving multiplied museum music myself nailed named names narrow nearer nearest nearly needed needle needs negative
  neighbour neighbouring neighbours nephew nephews never newest newspaper night nights nineteen ninety ninth nobody noise north notebook noted notes nothing notice noticed novel nowhere number
  numbered numbers numeral objects observation observed obtain occupied occur occurrence occurrences occurs offer offered offers office often older oldest onions opened opening opens operation
  opposite orange orchestra order ordered orders ordinary original other others otherwise ought outer outside overlapping overnight owned oxygen packed pages paper papers parabola paragraph
  parallel parcel parentheses parents parish parrot particular particularly partner passage passed passenger passengers passes patience patient pattern pause pebbles pencil people perfectly
  performance perhaps perimeter permitted person persons pharmacist phone photographs piano picked picture pictures piece pieces pitch place places plainly plank plastic plate platform played
  plays pleasant please plough plums pocket pointed polished polynomial position positive possible possibly pours powder practical practised precise precisely predict prefer preferably present
  press pressed presses previous price prices priest print printed printer prints prize probability probably produce produced product professor promise promised proper properly properties
  proposal proposed proud prove published puddle pulled pulls punch pupil pupils purple purpose pushed pushes puzzle quantity quarrel quarrelled quarter quarters queen question questions queue
  quick quickly quiet quietly quite radio railway rained rainy raised random range rather rattle reach reached reaches readable reader readers readings ready really reason received recipe
  recite recognise record recorded recursion reduced refused regardless regards region register rehearsal remainder remaining remains remember remembered removed repair repaired repairs
  repeated repeats replace replaced replaces reply report reported required respect responses result results return returned returns review ribbon ridge riding right rises rising river rivers
  rolled ropes roughly round rounding rounds rowing ruined ruled ruler rules running sailing satisfied satisfies satisfying saved saving saying scale scales scarcely scene school science scrap
  screen search season seasons second seconds secret secretary seemed selling sentence sentences separate separated separator sequence serve served service setting settle settled settles seven
  seventeen seventh seventy several shade shadow shall shape share sharp sheep sheet sheets shelf shell shells shoes shook shopping shortened should shoulders shouted shouting showing shown
  shows shrink sides sight signal silence silent similar simple simplify simply single sinks sister sisters sitting sixteen sixth sixty skipped slack sleep sleeping sleeve sleeves slept slide
  slightly slips slope slower slowest slowly small smaller smallest smell smooth soaked society socks solution solutions somebody someone something sometimes somewhere sooner sorry sorted
  sound sounded sounds south southern space spaces speak speaker speaking speaks spectacles speech spelling splash spoil spoke spoken spoon spoonful spreadsheet spring springs square squares
  staff stage stall stand standard stands start state statement station status stays steady steel stick sticks still stitches stood store stores storm story stove straight stranger strangers
  stream street strictly strike strip strong struck stuck student studying stuff subset subsets success successive sugar suggest summary summer sunset supper supplied suppose supposed surface
  surprised survey survive survives swapped sweet swimming switch swung table taken taking talked talking talks taller target taste tasted taught teacher teeth telephone telling tells
  temperature temporary tenth terms tested tests thank thanked theatre their theirs themselves theory therefore these thick thicker think thinking third thirds thirty those though thought
  thousand thread throat throughout throw throwing thrown throws ticket tickets timber times tipped together tomorrow tongue tonight tonnes tooth total touch touched touches towards trace
  track traffic trailing training transcript travels treasurer trouble trust turned turning turns twelfth twelve twenty twice twins typed typing umbrella umbrellas uncle under underneath
  understand understood unknown unless unlucky until untouched upper uppercase upright upside upstairs using usual usually valley value values valve vapour version vertical vessel village
  vinegar violation violet violin visible visit visited visiting visitor visitors visits voice volume waited waiting walks walls walnut wanted warden warmer warmth washed washing watch watched
  watches watching water waters weather weave wedding weekend weeks weighed weighs weight welcome western whatever wheel whenever wherever whether which while whistle whistled white whole
  whose widow width window winter winters wished within without witness woken woman women wooden words worked working works workshop worth would wound wrapped write writer writing written
  wrong wrote years yeast yellow young youngest yours yourself
`);

/** Words that a misspelling must not come near: shorter ones, ones that are too like others, and what a slip would make of the ordinary ones. */
export const otherWords: ReadonlySet<string> = wordsIn(`
  able abut acid act add adds age aged agin ago agued ahed air aked aking alkie all alod aloe also always am an and animas anther any are area arm array arrays art as ask asks at ate aunt away
  awk baby bach back backets bacs bad bade bag baldy bales ball balmed band bank banket bans bar barding bare barn bash bath be beam bean beans bear beard beat beath bed been bees behavior
  bein belive bell belons below belt bend bends bent best bids big bight biled bill bin bind bing bird bit biter bits blade blew blocks blue board boards boat boats bock body boil boke book
  booked books boolean boom boot boots bored born both bother bothers botte bottes bound bow bowl box boy boys brach brass bread break breaks bride brides bring bringing brings brith buffer
  bulb bull bump bunde burn burns burnt burst bus bush but buy buys by cack cake calk call calm came camp can cannel capped captan car card cards care carful caried caries cars cart case cased
  cast cat cell cels cemetery cens cent centimeters centries centry ceratin cess chace chain chairs changs char chare chart chef chid chillies cieling city clan clay clock clocks clouds club
  coarse coast coat coats coder coin coins coir cold colour colours come commas compete compliant compter coms const cooing cook cooked cool cools cooming coos coped coper copies copy corer
  corers cose cosed coss cosses cost costs coth count counted counting countries country counts course coves cow craked crate cred crew cup cups curch curst curt curve cut cuts dace daes dairy
  damp dank dare dark data date dawing dawn daws day days dead deal decads deck deep def deice delver descried desk dew dice did die died dies digonal diner dip dipping dips dive divied do
  dock doen does dog dogs doing done door doors dopped dopping dout dove down draw drew driver drivers drives drop drops drowned drum dry duck due dug duing dusk dust duty dying each ear earn
  ears east easy eat eats eclose ecloses edge eels eery eeven eevning eevnings egg eggs empted end ends enginer enginers entires eten ether even ever everwhere evet exam exit exits eye eyes
  face fact faction fail fair fall fan far farm farmer fars farther fast fathers faut feast fed feel feer feet fell felt few fiends fiest file filed files fill film fils find finds fine finer
  finers fire fires first fish fit five flag flat flew floats flor flors flour fly fog fold fond font food fool foot for form found founded founder four fourth frame free freezing friend from
  froward full gain game gams gap gaps gas gasses gate gater gates gave gavel gear genty get gets gien gies girl give go goats goes going gold gone good got gown grain grains great gren grew
  grey grow grund gude gues guest guests had haded hads hags hair half hall hand hang harbor hard hardy haring harm harp has hat hater hath have hay he head heap hear heard heart heat heating
  heaver heel held heled help hen her herd here herons hers hide high hight hill him hire his hit hold holds hole holing home honor hook hope horn hors horse hose hoses hostel hot hour how
  hull hung hurt hut hymn ice id idea if in ink into iron is it item its jar jars jins job joke just keep kelt keps kept key keys kiln kilometers kind kindy king knee knew know kows laded
  lader lading lady laer laers lager laid lain lake lamp lamps land lane lap lare last lasts late later lather laugher laving law lawyer lay lays lead leads leaf leant learn learned learns
  least leave leaves led left leg legs lent less let lets lettres lid lie lied lies life lift like lime line lines ling lips liquor list lit lited lits live load loaf loaves lock lodge loft
  log loner long looed looing look loop loos lory lose loses lost lot loud love low mach maches made mail main make makes man mangoes mano mans manul many map maps mark marks marred mash mass
  master mat match mater matters may maze me meal mean meant meet meets melt melts men mened mening met meted meting metre metres miles milk mill mind mine minster minuets miss mist mony moon
  mooved mooving more most moth moths move moves much mud must my nail naled name nams near neat neck neds need neele neighbor neighboring neighbors neither nest net nets new news next nice
  nighs nine no noel noes none noon nor nose not note noting now null oak objets odd of off offie oil old on once one ones only open opes or our ours out oven over overflow owe owed owls own
  owner owns pace paced paces page paid paint painted pair pairs pale pan pans papes park part parter partial parts party pase pases pass past pate patent path patten payed pays peasant pease
  pen per perfect pervious pice pick pier piked pink pint pints pipe pipes pit pith pize plain plan plant plaster plates play player players pleased plots plus point points pole pond pone pool
  port positon post posts pot pour poured power prents preses preset prest pries prod program programme public puled pull puls pulse pump purs puses push put puts quarer quarreled quartes quay
  quicky quit quiz rach raches rage rain rains raise rally ran rang rased rater rays read reading reads real recoded red reel regars relace relaced relaces rely remans reminder replied repot
  resect rest retired retuned reused rice ridding ride rim ring rings rise rives road rock rod roes roof room rooms roots rope rose rota roughy row rows rude rued ruer rues rule run rund runds
  runed runs sack sade sage said sail sale sales sall salt same sand sands sang sank sapped sat sate saw say says scarp scraped script sea seal seat seats see seed seel seems seen seep seeping
  sees self sell sells semeed send sends sene sense sent sept sere sered series server set sets sewed sewing sewn sh shaft shared she shed shes shet shets shift shine ship shoe shool shop
  shore short shorter shout show showed shut shuted shuting sick sicks side sient sies sightly sign signed signs silene siling sill silver since sing singe singing sings sink sins sipped sips
  sit site sith siting sits six size skin sky slash slid slip sloe slow snow so soap socs soft soil soke soken sold soldier solid some son sook soon sooth sopping sore sored sores sort soth
  soup sower sowing sown sows spae spaes spare speed spek speks spent split spot spread sprig sprigs stable stairs stamp standing star stars starts stat static statin stats stay stayed steam
  stem step steps stir stirp stone stones stong stool stop stopped stopping stops stranges string stroke stroy sub succes such suck sum sun sung sunk super suppled sure swam swap swears swings
  swith tables tace tack tail tailing take takes taks tale taler talk tall tank tanked tap tape taps tate tea teach team teams tell tels tems ten tent tenty test teth tets text than thanks
  that thaw the thee them then there they thin thing things thinks thir this three threw thrid thrids through thumb tice tick ticker tide tie tied ties tile till time timer tin tink tinking
  tins tiny tip tired title to today toe togue told tone tones too took top torn tose tough tour town towns trail train trains trap traves tray tread tree trees triangle tried trining troat
  troule trousers trow trowing trows true try trying tune tuned tuning tuns turn two tyed tying type tyre unce undefined unit unsigned up upon upstirs upstream us use used uses vale vales van
  vapor versin very vice view villae visied visile voices void volet vote wage wages wait waits wake walk walked walking wall waned want wants wapped warm was wash watter wave way we week weel
  wees well went wept were west wet wether what when where whisted whitespace who whoever whom why wich wide wife wight wile will win wind wing wins wised wish wite wited with witing woks wold
  won wood wool word work world worn worst wrier wrist writes wroth yard year yeas yes yest yet you your yous zero
`);

function wordsIn(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/u));
}
