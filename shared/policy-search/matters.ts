/**
 * What policies speak of, each line one matter in the words of both sides. Words of one line aren't alike; but a question
 * and a passage that share a line by several words are about the same.
 */
export const TOPICS = `
exception, exemption, special permission, educational reason, legitimate reason, research, dispensation, make an exception, unusual
discretion, exception, up to the head, head decide, headteacher decide, say so
harassment, bully, stalk, abuse, threaten, upset a colleague, humiliate, mock, make fun of, bullied, tease
discrimination, racist, sexist, homophobic, prejudice, protected characteristic, equality, equal
equality, equal, inclusion, diversity, fair, fairly, equally, religion, disability, gender, race
gambling, online betting, bingo, fantasy football, sweepstake, bets
material, content, stuff, sites, pages, things online, website, resource
accessing, visit, visiting, look at, view, open, browse, access
pornographic, inappropriate, indecent, dirty, adult, smutty, obscene, filth
nude, intimate, explicit, indecent, nudes, sexual, sexually
disrepute, embarrass, bad light, reputation, bad press, damage the reputation, negative, criticising, rude about, moaning, complain about, defame
confidential, share information, gossip, tell people, tell my friend, discuss, talk about, private information, sensitive information
connect, plug, attach, hook, pair, bluetooth, usb, charge my phone, router, switch, join, connecting any device
software, browser extension, extension, plug in, add on, game, games, program, tool, web application, driver, app store, licence
restricted area, password protected, admin, restricted, off limit, break into, poke around, server, sensitive drive
access, unauthorised, let in, allow in, use my computer, using my account, let someone, sit at my computer, jump on, log someone in, letting
damage, break, spill, pour, kick, vandalise, vandal, wreck, smash, destroy, intentional damage, throw
dispose, sell, donate, get rid, take to the tip, tip, charity, remove, move, old kit, old equipment, unwanted
data breach, leak, wrong people, see data, snoop, look at records, nosy, hacked data, unauthorised data, leaked
business, private business, private tuition, ebay shop, etsy, avon, crafts, cakes, selling, advert, shop, my own company, company, promoting
bypass, unblock, get onto, blocked site, blocked website, mirror site, tor, proxy, private browsing, incognito
extremist, radical, far right, isis, terror, radicalisation, hate group, conspiracy
sanction, warning, disciplinary, hearing, happens to staff, get into trouble, repercussion, breach, breaches, caught, cause trouble, what will they do, fallout
provided, given, get, supply, supplied, provides, issue, issued, hand out
account, log in, new account, username, unique, credentials, sharing accounts
permission, permissions, edit, editing rights, read only, locked out, no access, need access, access denied, not authorised, updated or changed
work purposes, work email, school email, business, school address, official
personal email, own email, hotmail, forward, home address, private address, email home, send home, email to myself, send it to myself
contact details, personal number, personal email, address, number
email, write, reply, send, sent, message, correspondence, attachment, emails
disclosure, legal, court, evidence, freedom of information, requested, see my emails, asked to see, solicitor
delete, recover, recovered, deletion, gone, retrievable, deleted, trash, bin
confidential, attachment, encrypted, sensitive, password protect, secure, safeguarding report, report, medical
wrong person, sender, in error, by accident, received in error, misdirected, someone elses email, got an email, delivered, addressed
inform, sender, let them know, reply, tell them, headteacher, immediately
phone, number, call, ring, text, whatsapp, mobile
record, recording, zoom, meeting, call, consent, parties, all parties, tell everyone, inform
record, discussing, complaint, behaviour, sanction, request, conversation, phone conversation
personal use, check my bank, holiday booking, football, news, social, my own things, own email, hobby, personal life, domestic, household stuff, printing personal, occasionally
personal use, teaching, pupils, present, free, non contact, own time, not teaching, playtime, dinner, kids are out, children have gone home, no pupils
store, save, music, videos, photos, itunes, family photos, holiday photos, wedding photos, personal files, my files, keep my, personal non work related
monitoring, see, know, read, check, watch, private, privacy, personal communications, track
job, employment, impact, affect, reputation, public domain, outside work, private life, own life
professional, conduct, integrity, professionalism, role model, behave, standards, appropriate
social media, facebook, settings, privacy, private profile, lock down, security settings, profile
post, manage, run, admin, school page, facebook page, official, school account, twitter, authorised to manage
monitor, bandwidth, log, activity, access logs, logs, traffic, usage, calls, emails, keylogger
monitor, inspect, intercept, view, look at, who can see, authorised ict staff, who sees
reason, why, in order to, purpose, justify
suite, computer room, computer suite, ict suite, ict room, lab
pupil account, seesaw, learning environment, log in, virtual learning environment, purple mash, login
search, phones, bag, go through, examine, look at, check, confiscate, right to search, belongings
delete, files, pictures, photos, disrupt, wipe, remove
confiscate, evidence, police, abuse, keep hold, hand over, disclosed, hand in
outside school, weekend, home, at home, evening, holidays, out of hours, not at school, school premises, after hours
parent, access, volunteer, pta, mum, official capacity, helping, help in class, use the computers
parent, social media, online, respectful, rude, comment, complain, whatsapp group, criticise, communicate, speak
secure, security, safe, guarantee, protected, protection
password, strong, weak, easy, simple, change, guess, write down, post it, note, secure, keep, sharing, same password, reuse
password, disclose, give, tell, share, reveal, let someone, borrow my password, know my password, hand over
password, children passwords, forget, forgotten, list, class passwords, pupils passwords, logins, forgot
update, automatic, automatically, antivirus, restart, regularly, patches, windows update, software updates
circumvent, safeguards, antivirus, turn off, disable, firewall, protection, uninstall, remove, switch off, bypass
personal data, processed, store, protection, stored, handled, kept, handling, look after
access, error, alert, shared, by mistake, should not, not supposed, wrong folder, mistakenly, accidentally
lock, log out, screen, leave my desk, walk away, unattended, leaving, pop out, left on, logged on, logged in, leave my computer
end of the day, shut down, overnight, night, go home, working day, close down, turn off my computer, leave it on
take home, usb, data, out of school, memory stick, take data, authorised, work remotely, work from home, pupil information, marks, assessment
encryption, encrypted, secure, bitlocker, password protect, security
cyber, training, annual, phishing, awareness, induction, course, trained, teach us
verify, payment, bank details, invoice, money, request, genuine, finance, asks for, asking for
sender, address, genuine, legit, spot, check, real, trust, fake, recognise
ransom, pay, hackers, recovery, data back, attackers
software, update, replace, outdated, secure, old software, needs updating
third party, audit, test, external, check
wifi, connection, managed, who runs, secured, wireless
wifi, visitors, parents, password, guest, presenter, permitted, specific authorisation, outside visitor, join the wifi, log on to the wifi
photo, published, website, permission, names, newspaper, press, media, newsletter, brochure, display, named images, twitter, facebook, written permission
pupils work, work, display, publish, parental consent, published, artwork, stories
review, update, governing, approve, how often, date, every, annually, frequency, revised
policy, alongside, other policies, related, mobile phone usage, behaviour policy, read with
motto, vision, aims, values, ethos, believe
article, rights, un convention, convention, child rights
slt, implement, ensures, compliance, carried out, responsible, in charge
governors, responsibility, role, duty, monitored, updated
sign, each year, agreement, annually, yearly, every year
website, copy, printed, request, available, find the policy, read the policy, get hold of
filter, gets through, slip through, past, unsuitable, content, web filter, filtering, pop up, come up, appear, get past
misuse, report, violation, impero, tracking, key words, trigger, flagged, alert, bad words, type, search for
download, install, app, game, material, save from the internet, get from the internet, add
virus, pop up, message, warning, infected, technical support, screen, slow, strange, weird
guest internet, visitor, office, connect, external, nurse, own device, wifi password, personal, professional purposes
server, drives, shared, shared drive, documents, files, access, find
google, drive, cloud, gmail, google docs, documents, google account
subscribe, purple mash, services, tools, apps, platforms
new staff, authorised, access, first day, joins, start, set up, new user, starting
access, rights, database, record, who holds, credentials, list of users
terminated, leave, remove, account, disabled, closed, cut off, access stops, still log in, stop, lose access, keep using
remote access, files, download, documents, evening, logging in, connect from home, work from home, open files
remote access, restricted, specified, everyone, anybody, all staff, who can
visitor, photo, phone, silent, film, mobile, recording, video, sight, out of sight, assembly
visitor, network, internet, device, supervised, set up, use our computers, contractor, log on
visitor, arrival, aware, told, safeguarding, arrangement, come in, briefed, information sheet
supply, account, generic, login, log in, password, access, username, own account
supply, sign, summary, sheet, agreement, information, given, arrive, arrival
tablet, signed, sign out, office, borrow, trip, ipad, take, school office, administrator, book out
trip, school mobile, phone, mobile phone, emergency, contact, communicate
disposal, old, computer, hard drive, data, certificate, company, destroyed, wiped, recycled
model, example, role model, good, appropriate, set an example
support, help, inset, ict co ordinator, learn, ask for, struggle, not confident, coordinator, who can help
personal device, bring, own, connect, network, bring in, laptop, permission, allowed in
capture, photo, film, record, own phone, personal device, camera, pictures of children, take pictures, images, video
deleted, transfer, after, afterwards, remove, keep, wipe, transferred
email address, official, representing, professional, school email, communication
forum, professional, teachers, group, discussion, cpd, encouraged, facebook group, twitter chat
chat, personal, messaging, forbidden, premises, whatsapp, messenger, text, texting, facetime
social media, contribute, school account, post, permission, add to, approved
copyright, credit, worksheet, resource, picture, google images, download, music, film, book, copy, borrow from
borrow, laptop, equipment, ipad, request, loan, who do i ask, form, agreement, holidays, take home
lost, stolen, damage, pay, replace, insurance, liable, liability, dropped, repair, my own expense, responsible for
loan, professional purposes, personal, family, children, play, use at home, netflix
remote, home, lesson, video, webcam, background, dressed, clothing, room, bedroom, zoom, meet, kitchen
safeguarding, report, lead, worry, concern, child at risk, disclosure, upset, welfare, refer, police, designated
one to one, alone, pupil, video, call, approved, avoid, chat privately, individual
blog, monitored, daily, checked, moderated, platform, comments
online abuse, report, ceop, grooming, parents, help
password, compromised, change, tell, someone knows, hacked, stolen, guess, discovered, found out, seen my password, leak
someone elses password, anyone else, log in, as them, log in as, colleague, her password, his password, use a friend
save, password, browser, remember, device, stored password, autofill, chrome
log out, session, finished, home computer, remote, shared computer
unsuitable, accident, report, inappropriate, stumble, came across, come across, saw, find, pops up, received, by accident
email, pupils, approved, school email, contact, write to, reply to
friend, pupils, social network, ex pupils, follow request, friend request, former pupils, add, snapchat, group, accept, tag
social media, professional conduct, own, private, breach, personal account, my own, profile, status
photo, store, home, images, keep, personal camera, home computer, take home
name, photo, publish, image, caption, label, identify, surname, personal information
attachments, download, pictures, network, open, save
supervise, pupils, internet, leave, alone, watch, unsupervised, walk round
online safety, teach, lesson, curriculum, materials, resources
copyright, publish, distribute, share, hand out, work, protected
livestream, video call, agreed, slt, live lesson, families, video lesson
spelling, grammar, check, write, website, blog, content
video, vimeo, upload, youtube, school video, channel, embed
home photos, parents permission, images, family home, post
personal use, notify, tax, significant, home, private use
return, update, technician, equipment, requested, bring, give back, hand in
data protection, confidential, private, disclose, talk about, tell, share, pupil information, staff information, discuss
apply, cover, covers, covered, bound, count, follow, users, governors, volunteers, contractors, visitors, everyone, scope, who
purpose, aims, for, point, document, why, reason, about, sets, guidelines
privacy, private, read, emails, opened, look, spied, watched, monitoring, monitor, inspect
laws, act, acts, legislation, regulations, comply, complies, legal, parliament
define, definition, mean, meaning, counts, classed, includes, including, term
equipment, old, charity, bin, tip, dispose, disposal, removing, sell, skip, recycle, unwanted, donate, give
network, connect, plug, own, device, phone, laptop, watch, printer, approval, permission, join, hook
software, app, install, download, programs, spotify, zoom, extension, fonts, game, approval, setting
login, share, borrow, password, reveal, tell, colleague, anyone, use, let, unauthorised, name
account, starter, new, begin, join, provided, given, issued, username, set, staff, sent
access, wrong, change, folder, open, drive, files, permission, contact, missing, stuck, rights
email, write, careful, wording, tone, content, statements, claims, representing, rude, professional
wrong, email, sent, mistake, recipient, parent, inform, immediately, breach, error, cc, address
received, meant, somebody, else, error, sender, email, delete, read, forwarded
encrypt, sensitive, confidential, attachment, safely, medical, send, secure, reports, protect
phone, number, parents, pupils, mobile, text, personal, give, ring, own, contact
phone, school, work, mobile, personal, private, family, call, business, own, matters
record, meeting, call, tape, zoom, conversation, tell, inform, parties, consent, secretly
personal, lunch, break, bank, shop, shopping, tickets, occasionally, teaching, pupils, present, online, own, time
store, save, own, music, photos, videos, personal, drive, laptop, family, holiday, wedding, keep, backup
job, online, private, life, career, sacked, employment, reputation, profile, drunk, photo, details, weekend
facebook, settings, privacy, security, see, find, pupils, parents, hide, profile, account
own, social, media, account, facebook, instagram, tiktok, appropriate, conduct, professional, careful, rules, blog
school, page, facebook, twitter, post, tweet, authorised, permission, manage, official, run, put, account
monitor, check, watch, track, websites, visited, history, emails, calls, logs, log, activity, who, see
pupils, computers, suite, room, alone, supervise, supervision, unsupervised, adult, leave, watch, themselves, stay
search, phone, child, pupil, look, through, images, find, right, devices, screen
delete, confiscate, pupil, phone, police, evidence, keep, take, abuse, pictures, wipe
pupils, home, weekend, evening, outside, premises, saturday, holidays, sanction, punish, bully, online, behaviour
parents, computers, access, login, volunteer, pta, official, helper, mums, dads, use
parents, whatsapp, facebook, comment, criticise, respectfully, rude, online, slag, teacher, behave, communicate
password, strong, secure, choose, pick, guess, write, down, complex, hard, good, easy
password, forget, children, pupils, list, keep, note, lose, lost, class
antivirus, update, updates, patch, automatic, regularly, restart, windows, software, virus
virus, warning, message, popup, infected, tell, report, strange, screen, technical, support, suspicious
lock, away, desk, logged, leave, log, out, off, screen, loo, lunch, break, unattended, shut, close, end, night, home
home, own, laptop, pupil, data, usb, stick, mac, phone, work, authorised, permission, records, reports, marking, drive
phishing, email, genuine, suspicious, sender, check, bank, details, fake, respond, spot, click, link
hackers, ransom, pay, money, locked, files, recovery, demand
cyber, training, learn, course, annual, induction, trained, staff, often, starters
visitors, wifi, internet, code, password, guest, author, speaker, nurse, online, connect, get, parents
photos, pupils, children, website, newspaper, newsletter, consent, permission, parents, publish, form, pictures, written
names, children, photo, picture, label, caption, website, online, identify, publish
filter, blocked, unsuitable, past, slip, through, rude, inappropriate, pops, accidental, saw, came, report, tell, bad, nasty
misuse, keywords, words, type, typed, alert, report, bomb, terrorism, search, flagged, alarm, monitoring, trigger
review, reviewed, policy, date, next, often, changed, approve, governors, sign, years, updated
leave, leaves, left, job, account, login, terminated, removed, access, stop, quit, resign, employment
remote, home, files, log, network, outside, evening, documents, download, edit, upload, access, holidays, work
delete, downloaded, home, own, pupil, data, finished, needed, longer, keep, list, device, ipad, tablet
visitor, photos, film, record, speaker, guest, author, snap, permission, pictures, agreed
visitor, arrive, told, informed, safeguarding, rules, contractor, plumber, aware, arrival
supply, login, account, network, generic, cover, teacher, log, username, access
supply, sign, paperwork, form, agreement, summary, sheet, arrive, given
tablets, sign, out, office, borrow, book, trip, school, mobile, phone, outing, take, return
own, device, photos, film, phone, camera, pictures, trip, video, record, children, class, permission, snap
forum, group, teachers, professional, discussion, online, join, education, encouraged, development
chat, message, messaging, whatsapp, friends, personal, text, messenger, forbidden, school
copyright, credit, source, picture, images, google, worksheet, copy, scan, book, film, reference, slides, cite
borrow, loan, permission, laptop, take, home, form, ask, equipment, kit, sign, agree, ipad
lost, broken, damage, stolen, pay, cost, insurance, spill, drop, replace, repair, coffee, nicked, expense, insured
loan, property, belongs, owns, whose, laptop, school, home
loaned, children, family, play, use, professional, netflix, home, borrowed, personal
return, give, back, requested, update, technician, laptop, equipment, bring
video, lesson, wear, clothing, dressed, background, bedroom, room, home, household, noise, language, house, webcam
call, video, one, child, pupil, alone, zoom, live, lesson, stream, agreed, permission, family
safeguarding, worried, concern, child, risk, neglect, harm, report, lead, online, lesson, police, bruise, signs
message, pupils, own, account, platform, whatsapp, systems, communicate, families, approved, apps, email
pupils, friends, facebook, snapchat, former, follow, request, add, accept, instagram, social, network
compromised, password, someone, knows, hacked, change, inform, saw, seen, got, guess
save, password, browser, remember, device, home, login, computer
offensive, joke, email, send, colleague, rude, view, upload, download, unsuitable, shock
supervise, internet, class, leave, pupils, alone, watch, fetch, supervision
online, safety, teach, lesson, curriculum, resources
website, write, publish, spelling, grammar, check, content, school, post, proofread
images, home, parents, permission, post, publish, family, pupils, sent
confidential, pupil, file, discuss, talk, tell, share, records, gossip, disclose, private, neighbour, friend
help, support, training, struggling, ict, computers, learn, hopeless, improve, skills
discuss, decide, decides, who, discretion, head, permission, agree, exception, special
copyright, film, netflix, dvd, song, music, lyrics, photocopy, sheet, pirated, illegally, torrent, licence, publisher, author, borrow, rip
bully, bullying, harass, nasty, mean, tease, threaten, insult, humiliate, stalk, abusive, messages, picking, gang, troll, victim, hurtful
illegal, crime, police, arrest, drugs, fraud, hacking, lawful, against, law, unlawful, criminal
gambling, bet, bets, casino, lottery, lotto, poker, bingo, horses, grand, national, football, pools, slots, scratchcards
pornographic, porn, adult, sex, sexual, dirty, rude, explicit, x, rated, indecent, obscene, magazine, sites, mucky, saucy, violent, gore
nude, naked, topless, nudes, selfie, sexting, sext, boyfriend, girlfriend, body, underwear, intimate, photo, shared, child, pupil
disrepute, criticise, moan, rant, slag, complain, reputation, embarrass, shame, newspaper, public, review, negative, badmouth, post
confidential, gossip, secret, tell, mum, friend, family, medical, records, names, address, share, pass, discuss, pub, staffroom, leak, sen, report
restricted, server, admin, folder, hack, break, password, protected, area, sneak, snoop, nose, payroll, salaries, hr, head
unauthorised, let, friend, child, student, stranger, guest, computer, account, sit, jump, hop, log, use
damage, smash, broke, throw, kick, deliberate, purpose, temper, vandalise, keyboard, snap, screen, pour, water, wreck
personal, data, look, up, neighbour, records, staff, nosy, change, alter, grades, marks, information, see, breach, leak
language, swear, swearing, curse, f, word, cuss, foul, mouthed, offensive, rude, shout, caps
business, sell, selling, avon, etsy, ebay, cakes, tuition, tutoring, advert, advertise, leaflet, company, party, plan, makeup, candles, customers
bypass, proxy, vpn, unblock, blocked, filter, tor, mirror, youtube, round, tethering, hotspot, 4g, incognito
extremist, far, right, terror, terrorism, isis, hate, racist, antisemitic, jews, muslims, nazi, radical, prejudice, homophobic, bnp
exception, exempt, special, allowed, lesson, research, reason, normally, banned, ask, head, waive, dispensation, bend
disciplinary, sacked, fired, warning, consequences, trouble, caught, punished, punishment, penalty, breach, break, rules, happens, suspended, excluded, dismissed, hearing, lose, job
permissions, sims, arbor, bromcom, folder, access, edit, locked, drive, shared, changed, role, job, year, group, onedrive, cant, open
email, gmail, hotmail, yahoo, icloud, outlook, personal, forward, home, send, work, planning, documents, address
email, court, judge, solicitor, request, disclosed, read, deleted, foi, parents, see, recovered, bin, gone, retrieve, evidence, lawyer
mfa, authenticator, two, factor, step, code, verification, app, text, phone, second, signing
zoom, teams, record, recording, tape, consent, tell, people, secretly, ask, meeting, call, phone, conversation, transcript
personal, use, bank, banking, shopping, amazon, ebay, book, holiday, flights, tickets, news, weather, recipes, football, cinema, insurance, council, gp, dentist, lunch, break, dinner, own, time
teaching, hours, lesson, lessons, during, class, pupils, present, children, room, before, after, school, ppa, free, period, marking
store, music, photos, videos, films, itunes, wedding, holiday, family, baby, personal, drive, laptop, keep, save, space
employment, job, career, interview, drunk, photos, weekend, night, out, privacy, private, life, embarrassing, tag, tagged, friends, online, presence
bandwidth, usage, data, track, log, logs, history, browsing, websites, sites, emails, calls, spy, watching, listening, private, big, brother, secretly, recorded
inspect, authorised, who, see, ict, staff, technician, network, manager, read, look, monitor, allowed
seesaw, class, dojo, google, classroom, pupils, learners, platform, account, login, home, ipad, parents, app
confiscate, search, phone, pupil, bag, pocket, take, off, find, hidden, check, banned, item, suspicion, look, through
sanction, pupils, weekend, home, evening, snapchat, tiktok, fortnite, roblox, group, chat, holidays, out, school, cyberbullying, saturday, sunday, night
parents, computers, wifi, login, use, laptop, volunteer, reading, helper, pta, fair, official, logged
parents, facebook, group, comments, complaining, teacher, slag, rude, respectful, whatsapp, class, gossip, post, swear, example
password, choose, strong, letters, numbers, symbols, birthday, dog, same, everything, guess, post, sticky, notebook, write, secure, manager
password, tell, share, ta, colleague, supply, friend, husband, disclose, give, cover, borrow, shared, lend, let, slip, technician, boss
update, restart, windows, ios, install, prompt, latest, version, patches, automatic, old, out, date
antivirus, firewall, disable, turn, off, remove, uninstall, slow, protection, safeguards, mcafee, security, settings, tamper
gdpr, data, protection, personal, keep, store, handle, paper, records, regulations, process, safely
mistake, error, accident, shared, shouldn, see, private, file, folder, opened, access, supposed, alert, tell
lock, screen, walk, away, pop, out, toilet, loo, coffee, lunch, unattended, desk, log, off, leave, running, meeting
shutdown, shut, down, switch, turn, off, overnight, night, end, day, home, time, friday, close, weekend
usb, stick, memory, pen, drive, home, encrypted, data, pupil, reports, marking, take, carry, hard, external, card
own, laptop, mac, home, computer, ipad, work, weekend, school, data, reports, planning, assessments, authorised, byod
training, cyber, course, annual, often, refresher, inset, induction, new, starters, learn, awareness
scam, phishing, dodgy, email, bank, details, invoice, payment, sender, link, check, suspicious, real, fake, genuine, boss, gift, cards, prince
ransomware, hackers, bitcoin, pay, demand, locked, files, money, attack, criminals, encrypted
audit, external, third, party, check, tested, outside, independent, penetration, company, controls
wifi, password, code, visitor, guest, parent, contractor, speaker, presentation, internet, online, workman, nurse, husband, give, tell
media, newspaper, website, twitter, facebook, photo, photograph, consent, permission, form, slip, publish, named, video, tv, press, display, tag, prospectus
review, reviewed, updated, annual, years, next, approved, governors, signed, date, old, renew, current
motto, slogan, vision, values, ethos, aims, believe, stars, achieve, mission
rights, child, children, un, convention, article, safe, opinion, education, listen, play
equality, equal, race, religion, disability, gender, gay, fair, discriminate, treated, pregnant, age, trans
provider, isp, broadband, virgin, lgfl, connection, internet, company, speed, fast, fibre, megabits
filter, blocked, unsuitable, block, keeps, clean, safe, websites, get, through, perfect, content, guaranteed, webscreen
impero, monitor, software, key, words, alert, bomb, suicide, knives, guns, drugs, type, google, screen, report, head, watching
download, install, app, game, games, music, program, minecraft, roblox, spotify, zoom, chrome, toolbar, extension, free, trial, software, update
virus, malware, popup, warning, message, infected, strange, slow, trojan, hacked, screen, ransom, technician, report
guest, wifi, nurse, psychologist, therapist, inspector, ofsted, own, laptop, ipad, device, internet, connect, office, password, external
server, drive, shared, staff, save, folder, files, documents, t, p, room, settings, profile, locally, desktop
google, drive, docs, classroom, gmail, cloud, account, online, microsoft, office, moved
new, starter, joiner, joins, account, login, set, authorise, start, september, first, day, approves
leave, leaving, quit, resign, retire, maternity, supply, finish, contract, account, email, files, disabled, closed, kept, access, terminated
database, list, record, users, rights, who, has, access, kept, holds, credentials
credentials, restricted, sen, send, safeguarding, area, folder, share, private, colleague, slt, confidential
remote, home, evening, weekend, holidays, log, files, work, documents, vpn, download, server, abroad, sofa, bed, connect
visitor, parent, author, speaker, contractor, plumber, photo, film, record, phone, pocket, silent, ring, sight, away, hide
supply, agency, temp, cover, login, account, generic, password, sign, form, sheet, summary, day, leaflet, documents, save
trip, outing, museum, farm, residential, phone, mobile, tablet, ipads, school, borrow, sign, out, emergency, contact, office, bursar
dispose, old, broken, kit, laptop, computer, hard, drive, tip, skip, bin, recycle, wipe, sell, certificate, company, donate, charity, staff, give
role, model, example, behave, appropriate, set, good, professional, children, online
help, support, training, struggle, technophobe, stuck, inset, coordinator, skills, confident, learn, teach, me
bring, own, device, phone, laptop, tablet, kindle, network, wifi, connect, permission, set, up, join
capture, photos, phone, film, video, sports, day, nativity, trip, assembly, own, camera, iphone, pictures, kids, class, work, voice, record, sound, memories
delete, pictures, afterwards, transfer, keep, phone, gallery, cloud, icloud, wipe, copy, backup
forum, teachers, twitter, chat, tes, facebook, group, professional, cpd, discussion, advice, share, ideas, join
chat, messenger, whatsapp, dating, tinder, friends, texting, personal, gossip, private, messages, work, break
post, school, twitter, instagram, facebook, account, class, page, put, tweet, permission, slt, device, run, official
credit, source, reference, pictures, google, images, worksheets, tes, twinkl, copyright, acknowledge, cite, find, web, presentation, powerpoint
borrow, loan, laptop, ipad, camera, kit, equipment, weekend, holidays, home, sign, form, permission, ask, lend, take, request
lost, stolen, theft, damaged, broken, smashed, cracked, dropped, spilt, insurance, pay, cost, replace, repair, bill, car, house, burgled, train, bus, fault
netflix, family, kids, children, son, daughter, husband, wife, play, games, loan, laptop, home, personal, share
blog, blogs, checked, monitored, comments, daily, learning, platform, who
bedroom, kitchen, background, pyjamas, clothes, wear, dressed, tidy, video, lesson, webcam, house, noise, dog, swear, partner, camera, room, neutral
one, alone, private, call, pupil, child, zoom, chat, individual, tutor, catch, up, single
worried, concern, neglect, bruise, abuse, crying, scared, home, child, pupil, disclosure, dsl, safeguarding, report, tell, police, harm, hungry
email, pupils, child, reply, message, contact, write, homework, personal, account, address, private, phone, text
friend, friends, add, accept, request, follow, facebook, instagram, snapchat, pupils, ex, former, parents, left, tag, group
compromised, hacked, guessed, found, knows, saw, overheard, stolen, password, change, tell, report, leaked
browser, save, remember, password, autofill, store, home, chrome, login, keep, me, signed
accident, accidentally, clicked, link, porn, came, popped, stumbled, saw, unsuitable, inappropriate, filter, report, tell, mistake
images, home, store, personal, computer, photos, pupils, memory, keep, album, children, class, phone
names, surname, caption, label, photo, newsletter, website, identify, publish, tag, child, picture, logo
supervise, leave, class, internet, alone, unsupervised, watching, fetch, corridor, pop, ta, adult, pupils, room
online, safety, teach, scheme, lessons, curriculum, resources, pshe, computing
spelling, grammar, proofread, website, check, mistakes, typos, publish, write, class, page
youtube, vimeo, upload, video, share, host, film, staff, website
family, home, picture, sent, parents, permission, post, publish, consent, background, identify
hmrc, tax, benefit, significant, private, use, notify, taxed, revenue
return, hand, back, give, bring, update, technician, asked, recall, service, repair, leave
confidential, pupil, staff, information, file, sims, records, talk, tell, discuss, disclose, law, police, court, private
`;
