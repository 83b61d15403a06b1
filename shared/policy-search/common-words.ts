/**
 * What else is asked at a school. Words that policies on ICT hardly ever have: when a question has one and the policy
 * hasn't, the policy doesn't say.
 */
export const ELSEWHERE = `
dress code, uniform, jewellery, tattoo, hair, hair dye, trainers, jeans, tie, shoes
annual leave, holiday entitlement, day off, time off, days off, leave of absence, maternity, paternity, sick, sick leave, sickness, ill, unwell, off sick, absence, absent, late for work, bereavement, wedding, funeral, appointment, dentist, doctor, hospital, flexible working, part time
pay, pay day, payday, payslip, pay slip, salary, wage, pension, overtime, bonus, expenses, mileage, claim, invoice, petty cash, credit card, budget, refund, pay rise
job, apply for a job, vacancy, interview, recruit, recruitment, reference, appraisal, promotion, probation, contract, notice period, union, grievance
parking, park, car park, car, minibus, bike, cycle, bus, taxi, electric car, drive, driving licence, petrol
dog, cat, pet, animal, hamster
smoke, smoking, vape, vaping, alcohol, drugs, wine, gum
kettle, microwave, fridge, toaster, heater, furniture, chair, whiteboard, board rubber, keys, key, locker, fob, badge, lanyard
lunch menu, school dinner, dinners, packed lunch, free school meals, breakfast club, after school club, canteen, staff room, staffroom, cake, menu, milk
fire drill, fire alarm, evacuation, first aid, first aider, accident book, injury, injured, medicine, medication, allergy, epipen, head lice, nits, vomiting, health and safety, risk assessment, asbestos, leak, leaking, roof, window, boiler, toilet, heating
timetable, bell, register, registers, registration, period, home time, pick up, pick up time, drop off, gate, opening hours, finish, start time, what time, term dates, term date, inset day, half term, bank holiday, snow day, closing time, diary
homework, marking, mark, marks, exam, exams, sats, gcse, coursework, mock, test, tests, assessment, lesson plan, planning, curriculum, phonics, textbook, reading book, grade, report card, school report, ofsted, league table
parents evening, open evening, disco, prom, fair, fete, bake sale, raffle, school photo, photographer, football, swimming, pe kit, choir, club, tournament, residential
behaviour point, detention, exclusion, excluded, suspended, expelled, playground, fight, fighting, truancy, late, lateness, attendance, punctuality, rude to, swears at, merit, house point, reward
dbs, dbs check, criminal record, fingerprint, biometric, passport, right to work
smart watch, smartwatch, headphones, earphones, airpods, console, playstation, xbox, nintendo, drone, printer, ink, toner, photocopier, photocopy, laminator, projector, scanner, fax, calculator, mouse, keyboard, monitor, bag, case, charger, battery, plug, speakers, brand, model
colour printing, print in colour, photocopying, printing, print, paper, stationery
ai, chatgpt, artificial intelligence, copilot, generative ai, deepfake, crypto, bitcoin, nft
admissions, admission, waiting list, catchment, sibling, appeal, nursery place, transfer, absence request, attendance officer, school council, pta meeting, governors meeting, minutes, election, vote, complaint, complaints, complain, ombudsman
send, ehcp, dyslexia, speech therapy, educational psychologist, counselling, counsellor, mental health
lettings, hire, hall, book the hall, booking, meeting room, rent, key holder, cleaner, cleaning, clean, caretaker, premises, gardening, recycling, chemical, waste, paint, lights, door, carpet
weather, joke, recipe, news, horoscope, capital, president, prime minister, population, translate, poem, song, restaurant, flight, hotel, shares, score, match, election, wedding invitation
age limit, age rating, how old, what age, warranty, guarantee, speed, size, price, discount, cost, phone number of, address of, opening times
keyring, umbrella, lost property, sun cream, water bottle, coat, lunchbox, toys, scooter, pokemon cards
`;

/** Words of which nothing is meant: they are in every question and every policy. */
export const NOTHING = `
  a an the this that these those some any all each every both no not nor or and but if than then so as at by for
  from in into of on off to with without within about up out over under again i me my mine myself we us our ours you
  your yours he him his she her hers it its they them their theirs who whom whose what which when where why how is
  am are was were be been being do does did doing have has had having can could may might must shall should will
  would there here just only very too also please pls plz hi hello hey thanks thank cheers ta policy say says said s
  t d ll re ve m u ok okay im ive theyre
`;

/** What says little: an answer need not have it. */
export const LIGHT = {
  words: `
    school use using used get got go going come thing things stuff bit lot really need needed want wanted like try
    trying let lets put take make made give does happen happens happened happening know think still even ever never
    always once twice one two another other others else something someone somebody anything anyone anybody
    everything everyone nobody nothing people person today tonight tomorrow tmrw yesterday week weeks weekend day
    days year years month months hour hours time times morning evening afternoon mate monday tuesday wednesday
    thursday friday saturday sunday now later soon yet already before after during while until since because due
    allow allowed allowing able right wrong alright fine legit cool wondering wonder question ask asking asks anyway
    actually basically quick quickly maybe perhaps certain sure supposed bring brought new old big small good bad
    nice different same whole part way ways kind sort type find found look looking see seen show keep keeping start
    started stop mind matter case reason instead around between through across own per via etc eg e g ie vs whats
    hows whos hubby husband wife partner daughter son brother sister mum dad friend lunch dinner break holiday
    christmas easter summer term lesson classroom room office assembly desk building place site home house train
    street town village night teacher staff pupil child kid class work job quite much many more most less few plenty
    enough long often far y1 y2 y3 y4 y5 y6 y7 y8 y9 reception nursery primary secondary rather better best next
    against normally official officially personally someone's anyones possible possibly ought count counts classed
    rules rule say open view reach add help helps helping problem list check checks order reading read meeting book
    accept mention anywhere everywhere straight nativity play sports concert trip visit event party bloody flipping
    chance idea point ensure include including apply spot stick assume expect expected
  `,
  phrases:
    'look at, help with, see what, at work, stop working, speak to, talk to, with them, watch them, acceptable use',
};

/** Where, with what or with whom something is done: of less weight than what is done. */
export const SETTING =
  'computer, pc, laptop, online, internet, ict, it, system, website, device, equipment, colleague, friend, mate, tutor, own, access, member of staff, home, at home, from home, see, web, machine, kit, technology';
