/**
 * What people at a school call things, and what policies call them: each line is one meaning, in the words of both. Forms
 * ("photos", "filming") are told from their stems. A word may stand in several lines.
 */
export const SAME = `
phone, mobile, mobile phone, smartphone, iphone, android, handset, cell, cellphone, telephone
phone number, mobile number, telephone number, personal number, private number, home number, personal phone number, my number
laptop, notebook, macbook, chromebook, netbook, surface
tablet, ipad, kindle, e reader
computer, pc, desktop, workstation, machine, imac, mac
memory stick, usb, usb stick, usb drive, pen drive, flash drive, thumb drive, removable media, removable storage, hard drive, external drive, removable device, data stick, external hard drive, portable drive, sd card
camera, digital camera, gopro, camcorder
photo, picture, pic, photograph, image, snap, selfie, snapshot, photography
take photos, take a photo, take pictures, take a picture, take photographs, take pics, taking photos of, photograph, film
video, film, footage, clip, movie
record, recording, film, video, capture, tape, voice memo
livestream, stream, live stream, broadcast, live lesson
video call, zoom, teams, skype, facetime, video chat, video conference, google meet, videoconference, zoom call, teams call, zoom meeting, teams meeting
password, passcode, pin, passphrase, pass word, pin code, pword
login, log in, logon, log on, username, user name, sign in, login details, account details, log in details, access details
log out, log off, sign out, logout, logoff, sign off, shut down, close down
lock, screen lock, lock screen
account, user account
multi factor, mfa, 2fa, two factor, two step, second factor, second step, authenticator, two step verification, multi factor authentication, two factor authentication, 2 step, authenticator app
email, e mail, mail, inbox, outlook, mailbox, staffmail, emailing
personal email, private email, own email, gmail, hotmail, yahoo, personal email address, personal email account, personal gmail, icloud mail, home email, private account
encrypt, encryption, encrypted, scramble, bitlocker
social media, social network, social networking, facebook, twitter, instagram, insta, snapchat, tiktok, linkedin, fb, tweet, social networking site, threads, bluesky
forum, discussion group, bulletin board, message board, reddit, chat room, discussion board, mumsnet
blog, vlog, blogging
internet, web, broadband, net, browse, browsing, surf, go online
website, web site, site, web page, webpage, url, websites
guest wifi, guest internet, guest network, guest wi fi, guest internet access, visitor wifi
wifi, wi fi, wireless, wlan, hotspot
wifi password, wi fi password, wifi code, wifi key, wireless password
network, lan, server
antivirus, anti virus, virus protection, virus checker, sophos, norton
virus, malware, trojan, spyware, infection, worm, infected, viral, virus warning
update, patch, upgrade, updating
phishing, scam, scammer, spam
ransomware, ransom
software, app, application, program, programme
install, download, set up, setting up, downloading
google drive, onedrive, dropbox, icloud, online storage, cloud based, cloud
file, document, folder, doc, spreadsheet
delete, erase, wipe, remove, deletion
copyright, intellectual property, plagiarise, plagiarism, pirate, piracy, pirated
personal data, pupil data, pupil information, personal information, data protection, gdpr, personal details, pupil records, sensitive data, student data, childrens data, pupil details, childrens details
confidential, sensitive, secret, in confidence
data breach, data leak, breach of data
permission, approval, authorisation, authorised, consent, authorise, approve, permit, permitted, sign off, go ahead
forbidden, banned, prohibited, not allowed, not permitted, must not, strictly forbidden
exception, exemption, exempt, special case, waive, waiver, bend the rules
break the rules, break a rule, breach, breaking the policy, break the policy, breaks the rules, violate, violation, break policy, breach of this policy, ignore the policy, breaking the rules, broke the rules, break the agreement
sanction, punish, punishment, disciplinary, discipline, consequence, penalty, fired, sacked, dismissed, disciplinary action, penalised, told off, in trouble, lose my job, proceedings
report, tell, inform, notify, alert, let know, flag up
lost, lose, missing, misplaced, mislaid, left on the train, left on the bus
steal, theft, nicked, robbed, stolen, pinched
broken, damage, damaged, smash, crack, cracked, spill, scratch, dropped, drop, dent
insurance, insured
borrow, loan, lend, loaned, lent, borrowed, on loan, hire
return, give back, hand back, bring back, take back, hand in
dispose, disposal, throw away, throw out, bin, get rid of, chuck, chuck out, scrap, recycle, destroy, skip, give away, ditch
leave the school, leaver, leaving, resign, quit, retire, leave the employment, last working day, leave my job, change schools, when i leave, if i leave, someone leaves, staff leave, once i leave, after i leave, teacher leaves, people leave, member of staff leaves, leaves the school, i have left, when they leave, when you leave, after leaving, move on, change job, new school, hand in my notice
starter, joiner, new staff, new member of staff, induction, new starter, new teacher, nqt, ect
training, inset, cpd, course, professional development
staff, teacher, member of staff, employee, colleague, school staff
ta, teaching assistant, lsa, support staff
supply, supply teacher, cover teacher, temporary, supply staff, temp, short term, agency teacher, cover supervisor
pupil, student, child, kid, learner, youngster, youth, youngster, school child, schoolchild
parent, carer, mum, dad, mother, father, guardian
family, families, relative, household, husband, wife, partner, spouse, brother, sister, son, daughter, kids at home
visitor, guest, visiting, external party, outside speaker
governor, governing body, governing board, chair of governors
headteacher, head, head teacher, principal, headmaster, headmistress
senior leader, slt, senior leadership team, leadership, deputy, smt, senior management team, senior management, assistant head, leadership team, deputy head
it support, technician, ict support, it team, ict team, it department, technical support, ict4, helpdesk, it guy, technical support services, ict manager, it manager, ict technician, network manager, it staff, tech support, it people
ict security manager, security manager, it security manager, ict security, it security
safeguarding, child protection, dsl, safeguarding lead, designated safeguarding lead
supervise, supervision, unsupervised, on their own, supervised
monitor, monitoring, spy, inspect, track, snoop, keep tabs on, surveillance
browsing history, sites visited, websites visited, internet sites visited, search history, history
confiscate, take away, seize, confiscation, take off
bully, harass, harassment, cyberbullying, troll, intimidate, pick on
offensive, rude, swear, swearing, obscene, inappropriate, explicit, unsuitable, abusive, bad language, offensive joke, inappropriate language, offensive language, unpleasant, horrible, bad word, crude, dodgy site, foul language
porn, pornographic, pornography, adult content, x rated
nude, naked, sexting, semi nude, sext, nudes
racist, discrimination, sexist, homophobic, discriminatory, anti semitic, racism, hate speech, prejudice
extremism, extremist, radicalisation, radicalised, terrorism, terrorist, prevent
gambling, bet, betting, lottery, poker, gamble, casino, bookies, scratchcard
defame, disrepute, bad mouth, slag off, disparage, moan about, criticise, defamation, badmouth, slating, trash talk, rant about
sell, selling, advertise, advertising, promote, private business, own business, side hustle, tutoring business, commercial, vinted, small business, my business, promoting
illegal, unlawful, against the law, criminal, break the law, crime
personal use, private use, personal purposes, personal things, own use, personal matters, personal business, personal stuff, private things, non work, own purposes, private stuff, for myself, personal reasons, private purposes, non school, personal browsing, own stuff, personal errands, social use, pleasure, leisure, own business
own device, personal device, byod, personal digital, personal equipment, external device
remote access, access from home, remotely, log in from home, vpn from home
remote learning, home learning, online lesson, online learning, virtual lesson, lockdown, school closure, online teaching, remote lesson, remote teaching, video lesson, remote and home learning, distance learning
at home, from home, working from home, outside school, out of school, wfh, off site, away from school, offsite, home working, off the premises, away from the school premises, take home, take out of school
bypass, get round, get around, circumvent, proxy, get past, workaround, evade, vpn, sidestep, sneak past
turn off, switch off, disable, deactivate, uninstall
someone else, another person, anyone else, other person, somebody else, other people, unauthorised individuals
former pupil, ex pupil, ex student, old pupil, past pupil, former student, left the school
publish, put on the website, go on the website, publication, newsletter, prospectus
cyber security, cybersecurity, online security, information security
immediately, at once, straight away, asap, right away, urgent
clothes, clothing, wear, dress, outfit, pyjamas
hmrc, revenue, significant personal use, taxed
complaint, complain, grievance
polite, respectful, respect, courteous
cctv, security camera
own expense, pay for it
parental consent, written permission, parents permission, parent's permission, consent form, permission slip
paper copy, printed copy, hard copy
ai, artificial intelligence, chatgpt, copilot, gemini, chatbot, ai tool, generative ai, gpt, claude
deliberately, on purpose, intentional, intentionally, deliberate
subject access request, sar, data request
freedom of information, foi
one to one, 1 1, 1 to 1, one on one, alone with, one pupil alone, one child alone, pupil alone, child alone, on my own with, just one pupil, just one child
display, wall display
fake account, impersonate, pretend to be
spelling, grammar, typo
guideline, guidance
`;

/** A kind of thing, and things of that kind. Who asks about one may be answered by what is said of the kind, and the other way round. */
export const KINDS = `
device: phone, laptop, tablet, computer, camera, memory stick, smartwatch, smart watch, printer, monitor, console, drone, headphones, kindle, music player
equipment: laptop, tablet, computer, camera, projector, printer, monitor, phone
ict facilities: computer, laptop, tablet, phone, network, internet, software
removable media: memory stick
social media: whatsapp, youtube
online: internet, email, social media
personal data: name, address, report, mark, photo, register
school community: staff, pupil, parent, governor, volunteer, visitor
users: staff, pupil, parent, governor, volunteer, visitor, supply
visitor: supply, contractor, volunteer, parent, speaker, school nurse
material: document, photo, video, blog, worksheet, resource
communicate: email, message, call, chat, contact, write, text
platform: zoom, teams, google classroom, social media
sanction: sacked, expelled, suspended, detention
`;

/** What is one's own: each of these words in front of each of those, "my own phone", "personal laptop". */
export const OWN = {
  whose: 'own, personal, private, home',
  devices:
    'phone, mobile, mobile phone, smartphone, iphone, laptop, tablet, ipad, computer, pc, camera, kindle, device, kit, equipment, machine, macbook, chromebook, memory stick, usb stick',
  called: 'own device, personal device',
};
