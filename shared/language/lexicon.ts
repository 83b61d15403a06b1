/**
 * Words that school people use, by what they are about. They say nothing for certain: "class" stands for the words that the
 * reading of a sentence may treat alike, so that it knows "nudge" where it learnt "remind".
 */
const sorts: Record<string, string> = {
  sign: 'sign signed signing signs signature signatures signatory signatories signed-off autograph accept accepted accepting acceptance acknowledge acknowledged acknowledgement acknowledgements agreed consented countersigned signoff singed sigend sined',
  agreement:
    'agreement agreements policy policies form forms document documents contract contracts code handbook charter consent declaration aup policys doc docs paperwork',
  remind:
    'remind reminder reminders chase chasing chaser nudge nudging prod prompt poke ping badger hassle reminded chased remnd',
  publish: 'publish issue circulate distribute launch release roll assign campaign campaigns publishing',
  export: 'export download csv excel spreadsheet xls xlsx extract dump exporting downloadable',
  late: 'overdue late lapsed behind stragglers straggler',
  lacking: 'outstanding missing unsigned pending incomplete without lacking lack lacks gaps gap',
  device:
    'laptop laptops ipad ipads tablet tablets chromebook chromebooks computer computers pc pcs mac macbook macbooks phone phones mobile mobiles camera cameras projector projectors visualiser visualisers webcam webcams headset headsets headphones charger chargers monitor monitors keyboard keyboards mouse microphone microphones speaker speakers printer printers dongle adapter kindle kindles gopro drone tripod calculator calculators smartboard whiteboard trolley netbook notebook smartphone smartwatch usb stick device devices kit equipment hotspot router scanner camcorder dictaphone recorder beebots beebot microbits microbit robots robot stylus pen lead cable',
  borrow: 'borrow borrowed borrowing loan loans loaned loaning lend lent lending hire book reserve borow',
  return: 'return returned returning returns unreturned retrun',
  broken:
    'broken broke cracked smashed faulty fault knackered damaged damage dead freezing freezes crash crashed crashes kaput bust busted scratched snapped dented spilt spilled overheats overheating malfunctioning stuck flickering wonky dodgy',
  lost: 'lost stolen nicked pinched theft misplaced mislaid swiped missing robbed vanished disappeared',
  phishing: 'phishing phished scam scams spam suspicious fake fishy hoax spoof spoofed dodgy phish impersonating',
  malware: 'malware virus viruses ransomware trojan spyware infected infection antivirus worm adware',
  breach: 'breach breaches leaked leak leaks gdpr confidential',
  unsuitable:
    'inappropriate unsuitable porn pornography violent extremist explicit indecent offensive harmful gambling adult',
  password: 'password passwords login logins credentials passcode hacked compromised',
  incident: 'incident incidents breach breaches',
  mfa: 'mfa 2fa 2sv multifactor twofactor authenticator authentication 2step',
  training:
    'training trainings course courses module modules elearning cpd refresher refreshers inset trained untrained webinar',
  leaver: 'leaver leavers leaving offboarded offboarding',
  account: 'account accounts login logins licence licences',
  access: 'access permissions permission rights',
  visitor: 'visitor visitors visiting guest guests visiter visiters contractor contractors',
  approve: 'approve approval approvals approved authorise authorisation decide decision decisions authorize approving',
  review: 'review reviews reviewed reviewing renewal renew renewing expire expires expiring expiry',
  folder:
    'folder folders drive drives share site sharepoint system file files mailbox mailboxes spreadsheet register archive database inbox calendar directory',
  photo:
    'photo photos photograph photographs photography picture pictures film filming video videoing record recording recordings livestream',
  wifi: 'wifi wireless internet wlan',
  software:
    'software app apps application install installed installing licence program programme extension plugin add-on download',
  online:
    'online web website websites youtube facebook instagram tiktok snapchat whatsapp twitter netflix spotify vpn vpns google dropbox gmail icloud browser browsing surf surfing shopping ebay blog streaming stream linkedin reddit discord',
  ai: 'ai chatgpt gpt copilot gemini chatbot chatbots deepfake deepfakes alexa siri',
  mail: 'email emails mail mails e-mail inbox text texts texting message messages messaging attachment attachments',
  child:
    'pupil pupils student students child children kid kids boy girl boys girls lad lads toddler son daughter baby class classes',
  parent: 'parent parents mum mums dad dads carer carers family families guardian guardians',
  allow:
    'allowed permitted permissible banned forbidden prohibited aloud rule rules ruling against acceptable appropriate okay sanction sanctions consequences permit permits',
  pay: 'pay payslip salary salaries wage wages pension expenses overtime timesheet mileage tax invoice invoices budget refund money paid mortgage rent bill bills deposit fees',
  away: 'sick ill unwell poorly absent absence absences holiday holidays maternity paternity migraine flu covid cold injury appointment nurse dentist doctor hospital gp',
  food: 'lunch lunches dinner dinners menu pizza sandwich coffee tea cake cakes breakfast pudding food snack snacks biscuits milk sweets crisps recipe cook bake kitchen canteen',
  building:
    'heating boiler toilet toilets tap door doors window windows light lights roof sink pipe carpet radiator gate gates fence plumber builder builders electrician lift bin bins alarm wasp chair chairs desk desks table tables shelf kettle fridge',
  travel:
    'train trains bus buses coach taxi minibus ticket tickets flight flights hotel route car cars bike parking park drive driving passport',
  lesson:
    'lesson lessons homework essay essays worksheet worksheets quiz exam exams mock mocks marks marking grade grades sats gcse gcses coursework revision timetable period curriculum phonics fractions spelling poem verbs seating',
  event:
    'trip trips play concert assembly party prom disco fair fete match club clubs tournament ceremony nativity festival museum zoo wedding birthday',
  cover: 'cover covering rota duty supply ppa playground register registers attendance detention behaviour',
  weather: 'weather rain raining snow snowing sunny forecast',
  feel: 'love hate bored tired happy sad hungry stressed annoyed useless rubbish brilliant stupid lovely great joke jokes',
  please: 'please pls plz kindly',
  person: 'he she him her his',
  ask: 'can may could should would must shall',
};

const SORT_OF = new Map<string, string>(
  Object.entries(sorts).flatMap(([sort, words]) => words.split(' ').map((word) => [word, sort] as const)),
);

/** The sort of thing that a word is about: "nudge" is of the sort remind. Undefined for most words. */
export const sortOf = (word: string): string | undefined => SORT_OF.get(word);

/** Short for something, in messages typed in a hurry. */
const SHORT_FOR: Record<string, string> = {
  u: 'you',
  ur: 'your',
  pls: 'please',
  plz: 'please',
  wat: 'what',
  wot: 'what',
  cn: 'can',
  wld: 'would',
  cld: 'could',
  shld: 'should',
  hv: 'have',
  hav: 'have',
  thx: 'thanks',
  ppl: 'people',
  dept: 'department',
  gimme: 'give',
  wanna: 'want',
  gotta: 'have',
  gonna: 'going',
  hw: 'how',
  wich: 'which',
  whose: 'whose',
  anybody: 'anyone',
  everybody: 'everyone',
  somebody: 'someone',
  govs: 'governors',
  yr: 'year',
};

const LONG_FOR = new Map(Object.entries(SHORT_FOR));

/** The word that a shortened one stands for; else the word itself. */
export const inFull = (word: string): string => LONG_FOR.get(word) ?? word;

const set = (words: string) => new Set(words.split(/\s+/));

export const GIVEN_NAMES = set(
  `aaron abdul abigail adam adeel agnes ahmed aisha alan alana alastair albert alex alexander alexandra alfie ali alice alison amanda amber amelia amina amir amy anastasia andrea andrew angela anil anita anna anne annette anthony antonia arthur asha ashley audrey ayesha barbara barry beatrice becky ben benjamin beth bethany beverley bianca bill bilal bob bradley brenda brian bridget bronwen bryony callum cameron carl carla carol caroline catherine cathy ceri charles charlie charlotte cheryl chidi chloe chris christina christine christopher ciara claire clare clive colin connor craig cynthia daisy daniel danielle darren dave david dawn dean deborah debbie declan denise derek diana diane dimitri dominic donna dorothy dylan eddie edith edward efua eileen elaine eleanor elena eleri elizabeth ella ellen ellie emily emma emre eric esther ethan eva evie farah fatima felicity fiona florence frances francis frank freya gareth gary gavin gemma geoff george georgia georgina geraldine gillian giles glenn gloria grace graeme graham grace greg gwen hamza hannah harriet harry harvey hassan hazel heather helen henry hilary holly hugh hugo ian ibrahim imogen imran ines ingrid irene isaac isabel isla ismail ivan ivy jack jackie jacob jade jake james jamie jan jane janet janice jasmine jason jasper jay jayne jean jeff jennifer jenny jeremy jess jessica jill jim jo joan joanna joanne joe joel john jonathan jordan joseph josh joshua joy joyce jude judith judy julia julian julie june justin kareem karen karl kate katherine kathryn kathy katie katy keeley keith kelly ken kenneth kerry kevin khadija kieran kim kiran kirsty kwame laila laura lauren lee leila len leo leon leroy lesley leslie lewis liam lily linda lindsay lisa liz lorna lorraine louis louise lucas lucy luke lydia lynn lynne mabel maddie maggie magnus malcolm marcus margaret maria marian marie marilyn mark marta martha martin mary mateusz matt matthew maureen maurice max maya megan mehmet mei meera melanie melissa mia michael michelle mick miguel mike millie miriam mohammed mohamed moira molly mona monica morag muhammad muriel nadia nadine nancy naomi natalie natasha nathan neil nia niall niamh nicholas nick nicola nicole nigel nina noah noel nora noreen norman olga oliver olivia oluwaseun omar oscar osman owen paddy pam pamela parveen patricia patrick paul paula pauline pavel penny pete peter phil philip philippa phoebe pippa piotr polly poppy priya rachel rachael rahul raj rajesh ralph ravi ray raymond rebecca reece reuben rhian rhys ricardo richard rick rita rob robert roberta robin rod roger ron ronald rosa rose rosemary rosie ross rowan roy ruby rupert russell ruth ryan sabrina sadia sally sam samantha samina samir samuel sandra sanjay sara sarah saskia scott sean sebastian shabnam shane shannon sharon shaun sheila shirley siobhan simon sinead sofia sonia sophia sophie stacey stan stefan stella stephanie stephen steve steven stuart sue suki sunita susan suzanne sylvia tamsin tanya tara tariq tasha ted teresa terry theo theresa thomas tim tina toby todd tom tomasz tony tracey tracy trevor tristan una usman valerie vanessa vera verity veronica vicky victor victoria vikram vince vincent violet vivian wanda warren wayne wendy wei wilfred will william winston yasmin yolanda yousef yusuf yvonne zac zahra zainab zara zoe zoya zuzanna aarav abdi adaeze ade adebayo adnan agata agnieszka ahmad ailsa akira aled aleksandra alessandra alessandro alina alun ama amara amjad ana andrei andrzej aneta angharad angus anika anjali antonio aoife archie arif arjun artur asad asif asma ava aylin ayse barney bashir beata beatriz bella bertie bethan betty bogdan bogdana bola bruno burak bushra caoimhe carlos carmen carys cassie cathal catriona cem cerys chiamaka chiara chidinma chike chinedu chioma ciaran clara claudia cleo connie conor cora corinne cormac cosmin cristina dafydd danuta dariusz dayo deepa deepak delia della deniz dexter diarmuid diego dina divya donal dorota ebele edie eduardo eilidh eimear eira ekow elif elise eliza elsie elspeth emeka emel emyr enrique eoin esme esteban estelle euan ewa ewan ezra fadi faisal farai farhan farida fatih fatma fauzia faye femi fergus fernanda fernando ffion finley florin florrie folake francesca francisca francisco fraser freddie funmi gabriel gabriela geraint gethin ghada giovanni gita giulia glenda glynis grainne greta grzegorz gurpreet gwenllian gwilym gwyneth habib hadi hafsa hakan halina hamish hana harpreet haruka hasan hatice hattie heidi hiroshi huda hussein huw iain ida idris ieuan ifeoma ignacio ikenna ilona innes ioana iolo ionut iqra irena irina iris ismat isobel iwan iwona izabela jadwiga jakub jamal janine jaspreet jasvinder javier jerzy jihoon joao jodie jolanta jonah jorge jose josie juan juana juliet juliette junaid justine justyna kamran karim karina kasia katarzyna kathleen kavita kelechi kelvin kemal kenji khalid kirsten kofi kojo krystyna krzysztof kwabena kwadwo kwaku kweku lacey lachlan laiba lakshmi lana lara layla leanne lena leonard lester leticia lexi leyla lilian lina lindsey lionel lola lottie louie lowri luca lucia lucille luis luisa lukasz luther maciej macsen magda magdalena mahmoud mairead maisie majid malgorzata mandy manish manpreet manuel marcela marcia marcin marek margot mari mariam mariana marina marius mariusz marlene marnie marty maryam mateo matteo maud mavis meena mervyn mhairi michal mihaela mihai minh minji miranda mohan mollie monika mounir muireann murat mustafa myles myra nabeel nabil nadeem naheed najwa naoko nasreen natalia naveen nazia neha nellie nerissa nerys neville ngoc ngozi nguyet nicoleta nigella nisha nkechi nneka nur obinna odette oisin oksana oleksandr olena olumide oluwafemi olwen orla orlando osian oswald otis ottilie ozan padraig paige paola paolo paulina pawel pedro percy perry petra petronella phillip phuong pietro pilar pooja pradeep prakash preeti przemek puja quan queenie quentin rabia radu rafael rafal rafe rajiv rakesh raluca rami ramona rania raquel rasha rashida rashmi ravinder razvan reem reggie reginald renata rene rhiannon rhona rizwan robyn rocio rodney rodrigo rohan rohit roisin roland rolf rory rosalind roxanne royston ruaridh rudo rufus rukhsana saba sade saeed saima sakura salim sallyann salma samar sami sana sanjeev saoirse sasha satnam seamus seema segun selin seren sergio serkan seth sevgi shaheen shazia shilpa shreya sian sidney sidonie sienna silvia simona simran sipho skye slawomir sohail sonja stanislaw stefania stewart struan sukhdeep sumaira sunil suresh svetlana sybil sylwia szymon tahir takashi tamer tania teddy temi tendai tessa thabo thanh thao thelma theodora tiago tiffany tilly tobias tommy tomos toni trang tristram trixie tuan tuba tunde uche ursula urszula usha uzoma varsha vasile verna vernon vicki vijay vinod viorica vitor vivek vlad wafa walid waqas wilf willa wilma winifred wojciech xanthe yara yasin yaw yemi yilmaz youssef yuki yuko yvette zachary zafar zaheer zaid zanele zbigniew zeeshan zeynep ziad zofia`,
);

export const TITLES = set('mr mrs ms miss mx dr sir dame prof professor rev reverend father sister mister');

/** Words of the names of groups of people at a school. */
export const GROUP_WORDS = set(
  `maths math mathematics science sciences biology chemistry physics english literacy numeracy history geography humanities art arts drama music dance pe sport sports dt d&t design technology computing ict it re rs religious citizenship pshe mfl languages french german spanish mandarin latin classics business economics sociology psychology politics media photography textiles food catering kitchen sen send senco inclusion pastoral behaviour library librarians admin administration office reception finance hr premises site estates caretakers caretaker cleaners cleaner cleaning technicians technician lab governors governor trustees trustee volunteers volunteer parents parent families carers visitors contractors contractor teachers teacher tas ta assistants assistant supervisors supervisor midday lunchtime dinner ladies supply cover trainees trainee ects ect nqts nqt students student pupils pupil sixth sixthformers formers former form tutors tutor heads leaders leader slt smt leadership management senior managers eyfs nursery preschool infants juniors year years yr y1 y2 y3 y4 y5 y6 y7 y8 y9 y10 y11 y12 y13 ks1 ks2 ks3 ks4 ks5 key stage foundation primary secondary campus house starters starter joiners newcomers staff invigilators coaches peripatetic nurses nurse counsellors mentors wardens chefs cooks groundsmen drivers pta friends class classes department dept faculty team boarding houseparents matrons minibus wraparound breakfast afterschool clerks secretaries apprentices interns agency bursars bursary exams examinations marketing safeguarding teaching support nonteaching non part-time lsa lsas hltas hlta deputies deputy`,
);

export const AGREEMENT_HEADS = set(
  'agreement agreements policy policies code form forms handbook aup consent contract charter declaration rules guidelines conduct procedure procedures statement policys agrement agreemnt polcy',
);

/** Words of the names of agreements, before their noun. */
export const AGREEMENT_WORDS = set(
  'acceptable use ict it staff pupil student parent parents parental volunteer volunteers visitor visitors governor governors contractor laptop laptops ipad tablet device devices phone mobile equipment loan photo photography photograph image images consent camera social media cyber security online esafety e-safety safety safeguarding child protection data privacy gdpr remote working learning home school byod bring own code conduct email internet password filtering monitoring behaviour lone whistleblowing ai chromebook wifi network cctv confidentiality supply older younger sixth form trip minibus key keys uniform attendance biometric drone recording health first aid dress marking expenses travel gifts',
);

export const DEVICE_WORDS = set(
  'laptop laptops ipad ipads tablet tablets chromebook chromebooks computer computers pc pcs mac macbook macbooks imac phone phones iphone mobile mobiles camera cameras projector projectors visualiser visualisers webcam webcams headset headsets headphones charger chargers monitor monitors keyboard keyboards mouse mice microphone microphones mic mics speaker speakers printer printers dongle dongles adapter adaptor adapters kindle kindles gopro gopros drone drones tripod tripods calculator calculators smartboard trolley netbook netbooks notebook smartphone smartwatch usb stick sticks hotspot router scanner camcorder camcorders dictaphone recorder recorders beebots beebot microbits microbit robot robots stylus lead cable surface hub megaphone walkie talkie talkies radio radios keypad laminator logger loggers screen screens amplifier amp mixer telescope microscope microscopes earphones earbuds airpods switch xbox playstation controller vr goggles clicker clickers pointer thermometer sensor sensors battery powerbank disk ssd dvd player tv television display',
);

export const AREA_WORDS = set(
  'folder folders drive drives share shared sharepoint system systems file files mailbox inbox calendar spreadsheet register archive database area portal site website mis sims arbor bromcom cpoms room records record data group channel account parentpay safe documents document notes budget payroll library server platform dashboard app space onedrive classroom intranet reports results',
);

export const DETERMINERS = set('the a an my our your his her their its this that these those all any some each every');
