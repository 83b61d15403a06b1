/** Words that go with each other: who says one may well be answered by a sentence that has another. */
export const NEAR = `
call, ring, phone, telephone, dial, phone call, telephone call, speak
video call, call, webcam, one to one
call one pupil, alone, one to one, one pupil, ring one, on my own with
message, messaging, chat, whatsapp, text, dm, sms, messenger, texting, online chat
post, upload, publish, put online, share online, posting, comment
filter, filtering, block, blocked, firewall, unblock, safeguards, blocking
bypass, filter, safeguards, filtering, switch off
get round the filter, filter, bypass, leave filters, filters
account, login, log in, sign in, access, profile
login, own log in, use my login, access details, unauthorised
password, login, log in, credential, log in details, access details
password, password protected
username, password, credential
whatsapp, messaging, social media, message, text
whatsapp, text, private number, personal phone number, apps, email
hack, hacker, hacking, hacked, cyber attack, compromise, compromised, unauthorised access, breach, misuse, attack
phishing, suspicious, dodgy, fraud, fake, suspicious message, genuine, sender, dodgy email, suspicious email, financial scams
save, store, keep, storage, saved, storing
delete, clear, wipe, deleted
copy, copyright, photocopy, licensed, credit, reuse
credit, reference, acknowledge, citation, cite, source
personal data, data, records, confidential, name, private details, sensitive
confidential, private, keep to yourself, data, information
own, personal, private
look up, look at, nosy, view, search for, access
wrong person, wrong address, in error, by mistake, error, wrong parent, not meant for me, mistake, accident, accidentally, accidental, wrongly, not meant, wrong recipient, sent in error, unintended, reply all, autocomplete
data breach, in error, wrong person, breach, leak, wrong address
permission, agreed, allowed, allow, ok from, discretion, specific authorisation, grant, unless
allowed, permitted, authorised, granted
forbidden, unacceptable, ban, off limits, illegal, not acceptable
rule, guideline, guidance, regulation, procedure, restriction
break the rules, unacceptable use, misuse, misusing, misbehave, unacceptable activity
sanction, trouble, suspended, expelled, revoked, dealt with, lose access
report, raise, contact, say, speak to
lost, theft, stolen, loss
broken, repair, faulty, break, ruin, loss, replace
pay, cost, charge, expense, bill, own expense, wages, replace, taken from your pay, due
borrow, take home, use at home
borrow, lease, sign out, take out, book out, signed out
return, give, bring in, returned
leave the school, leave, terminated, end of employment, employment ends, when i go, stop working
starter, start, join, begin, new
training, support, help with
staff, tutor, ta, employees
pupil, class, learners
parent, family, families, home
visitor, contractor, speaker, school nurse, external agency, third party, author, agency, inspector, trainee, student teacher, builder, engineer
volunteer, helper, pta, parent helper, reading volunteer
ict, it, technology, computing, information technology, technical, digital
it support, ict security manager, technical
head, boss, headteacher, manager
safeguarding, worried, concern, at risk, worry, welfare, abuse, disclosure, disclose, discloses, harm
supervise, watch, sit with, adult, grown up, supervision, with staff
monitor, watch, read my, see what, look at my, check up, watched, checked, tracked, listen, observe, see my, know what
search, look through, go through, check
bully, nasty, mean, abuse, threaten, cruel, unkind, kind
offensive, nasty, harmful, unsuitable, upset, disturbing, violent
offensive, porn, nude, unsuitable materials, inappropriate materials
racist, hate, discrimination, hateful
defame, gossip, rumour, disrespectful, nasty, rude about, respectfully, badly
crime, police, law, legal, illegal
personal use, shopping, banking, netflix, amazon, ebay, book my holiday, holiday online, shop, for fun, order, football scores, lunch, games, personal, private
own time, my own time, lunch, break, lunchtime, after school, personal use
teaching hours, lunch, break, lunchtime, break time, free period, own time, after school, in my lesson, during lessons, lesson time, in lessons, during a lesson, while teaching, ppa, working hours
personal device, own device, my phone, my mobile, my laptop, my ipad, my tablet
remote access, remote, home, at home, from home
remote learning, remote, closure, closures
at home, home, remote, external, out of school, premises
access, get into, open, get on, get onto, reach, view, see, log into
access rights, permission, permissions, access permissions, restricted, restricted area, clearance, access
share, to myself, to yourself, keep it to myself, give, pass on, disclose, reveal, hand over, tell, show, give out, let have, pass, lend
someone else, colleague, friend, mate, husband, wife, partner, family, anyone
friend, add, follow, befriend, contact, network, friends, social media
be friends with, befriend, friend, friend request, accept a friend request, add, include, network, social media, social network or group
friends with, include, social media, network, group
name, named, identify, identifying, surname, full name
publish, website, publishing, online, social media, school website
trip, outing, excursion, visit, school trip
review, reviewed, revise, revised, updated
apply, applies, applicable, cover, covers
aim, purpose, goal, objective, aims, reason, the point of, point of
important, critical, essential, matter, priority
check, monitor, compliance, implemented, enforce, stick to, follow, ensure, verify, reviewed
legislation, law, act, legal, laws
definition, mean, means, include, definitions
strong, complex, complexity, long, hard to guess, secure
change, alter, amend, modify, reset, update
connect, plug in, plug, join, hook up, connection, connecting, network, log on to
responsible, in charge, look after, manage, run, responsibility, manages, managed, maintain, charge of, looks after, keeps
decide, judgement, determine, decision
cyber security, security, cyber
background, household, bedroom, room, appropriate areas
tax, hmrc, significant personal use
court, legal proceedings, lawyer, solicitor, tribunal, court case
job, employment, career, role
work, professional, work related, professional purposes, school business, work purposes, professionally, school work, school stuff, work stuff, business
representing, represent, on behalf, tone
sign, signature, signed, agreement form
food, drink, coffee, tea
post, social media, tweet, facebook page, school facebook, school page
wifi, internet, network, guest internet, guest account, internet access
social media, facebook page, online platform, private online
youtube, video, vimeo, website, video sharing, stream
remove, disposing, take, removing
photo, video, camera
photo, permission slip, consent
encrypt, secure, protect
email, attachment, message
attachment, attached, attachments
website, put on the website, online
watch, view, look at
game, software, download, material, application
print, printed, printing
look after, proper care, care, take care, careful
unsafe, insecure, secure, security
play, use, play on
lend, let use, nobody else use, someone else
my kids, family, my children, own children, my son, my daughter, children
kids play, family
own software, software, install, app
hook up, connect, plug in, attach, pair, join
smart watch, smartwatch, device
printer, device, equipment
router, network, connect
gadget, device, kit, equipment, own device
spotify, software, app, download, install
minecraft, game, download, install
extension, software, application, web service
sign up, register, subscribe, web service, account, set up
font, download, install, software
script, program, tool, interfere
crash, interfere, disrupt, slow down
spiteful, bully, harass, nasty, unkind, hurtful
sexist, discrimination, discriminatory
joke, offensive, discriminatory
violent, offensive, harmful, gory
shock, offensive, offend, inappropriate
dirty, offensive, inappropriate, pornographic, unsuitable, rude
bingo, gambling, betting
sweepstake, gambling
chain letter, scam, spam, advertising
asking for money, scam, financial scams, fraud, payment
topless, nude, naked, underwear
grand national, gambling, bet
pirated, copyright, illegal
scan, copy, copyright
textbook, copyright, book
cite, reference, credit, source
come from, source, credit, reference
rant, disrepute, disparage, defame
mumsnet, social media, online
curse, swear, language
f word, offensive language, swear, inappropriate language
foul mouthed, offensive language, swear
cake, private business
wedding cake, private business
babysitting, private business, selling
private tuition, private business
tutoring, private business
charity, dispose, removing, give away
donate, dispose, removing
tip, dispose, disposal
in a temper, intentional damage, damage
kick, damage, intentional damage
vandalise, damage, intentional damage
look up, accessing, access
neighbour, confidential, personal data
going through, confidential, private
fetch, leave, unattended
judge, court, legal proceedings
sue, legal proceedings, claim, court
watch what i write, take care, content, careful
careful, take care, care, appropriate, caution
cc, email, send
forward, send, sending
planning, materials, work related
membership, personal use, personal matters, private
gym, personal use, personal matters
dentist, personal matters, personal use
childminder, personal matters
boyfriend, personal, personal use, friend
girlfriend, personal, personal use, friend
itunes, music, store
wedding pictures, personal photos, photos, store
wedding photos, personal, photos, store
back up, store, save, backup
groceries, personal use, shopping
train ticket, personal use
holiday, personal use
football scores, personal use
during class, teaching hours, lesson
while teaching, teaching hours
in class, teaching hours, lesson
supposed to be teaching, teaching hours
kids in the room, pupils are present, pupils present
children in the room, pupils are present, pupils present
kids are in the room, pupils are present, pupils present
kids are working, pupils are present
children gone home, no pupils, pupils present
kids have gone home, no pupils, pupils present
drunken, disrepute, employment, professional
profile, account, social media, personal details
cost me my job, employment, disciplinary
standing, integrity, reputation, professional
judged, professional, conduct
logged when, user activity, access logs, monitor
record of, log, monitor
listen, monitor, monitoring, calls
spy, monitor, monitoring, intercept
read emails, monitor, monitoring, email account
emails read, monitor, monitoring, email account
email read, monitor, monitoring, email account
being read, monitor, monitoring, inspect
being watched, monitor, monitoring, monitored
lab, suite, computer suite
by themselves, supervise, supervision, unsupervised
themselves, supervise, supervision
grooming, online abuse, abuse, report
found on, search, searched
bad pictures, pornographic, images, inappropriate
something bad, unsuitable, inappropriate
nasty, unsuitable, inappropriate, harmful
saturday, outside school, at any time, weekend
weekend, outside school, at any time, not on school premises
in the holidays, outside school, at any time
evening, outside school, at any time, out of school
our business, sanction
punish, sanction, behaviour
spread, sharing, share
classmate, pupils, another pupil
post it, password, secure
write down, password, secure, keep
guess, complex, strong, secure
windows updates, update, software updates
run updates, update, software updates
windows, software
outdated, update, updating, replacing
old software, update, software updating
stay logged in, log out, logged off, lock
logged in, log out, logged off
logged on, log out, logged off
stay safe, safe, secure, security
stay secure, safe computing, secure, practices
going home, end of the working day, closed down, log out
go to the loo, lock, not in use, unattended
overnight, closed down, end of each working day
over lunch, not in use, unattended
pop out, not in use, lock
shouldn't see, not authorised, should not have access, not granted access
shouldnt see, not authorised, should not have access, not granted access
should not see, not authorised, should not have access
shared a file, shared with, access
hackers, ransomware, cyber attack, hack
want money, ransom, payment
locked our files, ransomware, ransom
bomb, terrorism, extremist, key words
self harm, safeguarding, key words, concern
types, key words, search
typed, key words, search
types something, key words, trigger
trip the monitoring, trigger, report, key words
set off, trigger, alert, report
raise an alarm, trigger, key words
alarm, trigger, report
form from, written permission, permission, consent
paper, newspaper, press, publish
local paper, publish, media, publications
newspaper, publish, media, publications, press
fair, event, visit
looked at, reviewed, review, revised, checked
next looked at, reviewed, revised
signed off, approve, approving
acts of parliament, legislation, act, regulations
law, legislation, regulations
student teacher, visitor, volunteer, supply, trainee
trainee teacher, visitor, supply, student teacher
lunchtime supervisor, staff, member of staff
dinner lady, staff, member of staff
caretaker, staff, member of staff
cleaner, staff, contractor
cook, staff, member of staff
plumber, contractor, visitor
electrician, contractor, visitor
builder, contractor, visitor
workman, contractor, visitor
photographer, contractor, visitor
inspector, visitor, external party
therapist, external agency, external party, visitor
social worker, external agency, visitor
author, visitor, speaker
temp, supply, temporary
agency, supply, external agency
only a volunteer, volunteers
slogan, motto
mindset, growth mind set, learning from mistakes
say what they think, opinion, give our opinion
opinion, views, say
listen, respect, listens
keep information safe, confidentiality, security, information assets
electronic information, information assets, data
isp, broadband, internet provider, internet provision
internet provider, broadband, provision
provider, provides, provision
speed, fast, broadband
told, informed, inform
see something bad, unsuitable material, filter
hears about, reported, informed, sent
hopeless, support, training, inset
struggling, support, training, help
bad with computers, support, training
rubbish with, support, training
help me, support, co ordinator
training in using ict, inset, support
be trained, training, inset
cpd, inset, training
say where, credit, source
trained to teach, inset, support, skills
group online, forum, discussion group, network
teaching group, discussion group, forum, professional practice
education forum, forum, discussion group, professional
join a group, discussion group, forum
fill in, form, sign, agreement
paperwork, form, agreement, sheet, sign
owns, property, belong
whose laptop, property
belong, property
coffee, damage, spill
nicked, stolen, loss, lost
not insured, non insured, insurance
look after, proper care, care
apps can i use, systems, platforms, tools
which apps, systems, platforms, tools
neglected, safeguarding, at risk, concern, signs
neglect, safeguarding, at risk, concern
bruise, safeguarding, at risk, concern
worried, safeguarding, at risk, concern
upset, safeguarding, concern
something worrying, safeguarding, concern
just one child, one to one, alone
one child, one to one, alone
on my own with, one to one
in my house, home, household, bedroom, areas
my house, home, household
where in, area, areas, appropriate
behind me, background, areas
tidy, background, appropriate
dog barks, background sounds, background
noise, background sounds, sounds
swears, language, offensive language
pyjamas, clothing, dress
saw me type, compromised, password
seen my password, compromised, password
knows my password, compromised, password
line manager, anyone else, someone else
under my name, unauthorised, access details
done with, no longer needed, deleted
finished with, no longer needed, deleted
no longer need, no longer needed, deleted
clicked a link, accidental, accident, access
came up, accidental, pop up, unsuitable
by chance, accidental, accident
friend request, social network, include pupils, group
personal blog, private online, online content, blog
my own website, private online, online content
special needs, send, sen, accessibility
sen, send, special educational needs
disabled, disability, accessibility, send
dyslexic, send, accessibility
proofread, grammar, spelling, check
vet, scrutinise, check, suitability
recommend, linking, recommending
chapter, copyright, book
talk about, disclose, confidential, share, private
saw in, seen by me, information seen
approve access, agreement for access, approve
playing about, personal use, chat
chat rooms, chat, messaging, forum
school wifi, network, wifi, internet service
kitchen table, home, remote access
kitchen, home, household
log on from, remote access, remotely
get at my files, remote access, documents, files
in the holidays, remotely, outside school
put it back, re uploaded, upload
lockdown, closure, home learning
snow day, closure
quit, leave, terminated
resigned, leave, terminated
retire, leave, terminated
ex staff, leave, terminated
left last year, former pupils
last year, former
ex pupil, former pupils
kids work, pupils work
vimeo, video sharing, upload, videos
youtube, video sharing, website
first names, names, named
label, named, names
caption, names, named
street name, identifying information, identify
school badge, identifying information
line with, in line
cloud, cloud based, google drive
onto the internet, connect, internet access
get online, connect, internet access
online at school, internet access, wifi
gives out, access information, available from, provided
where do i get, available from, provided
watched, monitored, monitoring
who owns, property
sent things, send
hotmail, personal email, school e mail
decides, discretion, agreed, decision, judgement
has to agree, permission, agreed, approval, authorised
who must agree, permission, agreed, approval
whose permission, permission, approval
good reason, exemption, exceptions, purpose
special permission, exemption, exceptions, permission
research, exemption, purpose
waived, exemption, exceptions
waive, exemption, exceptions
tether, connect, bypass
alexa, device, connect
hotspot, network, connect, wifi
browser, software, program
plug in a device, connect, device
canva, web service, software, application
kahoot, web service, software, application
twinkl, web service, resources
powerpoint, resources, materials
slides, resources, materials
assessment data, personal data, pupil information
class list, pupil data, pupil information, personal data
marksheet, pupil data, pupil information
reports home, personal data, pupil information
payroll, restricted, confidential, not authorised
salary details, confidential, personal information
sims, systems, access, files
arbor, systems, access
cant get into, access permissions, permissions, access
locked out, access permissions, access, permissions
wrong folder, in error, access
not supposed, not authorised, should not have access
none of my business, confidential, should not access
accidentally opened, in error, accidental
reply to all, in error, personal information
autofill, in error, save passwords
remember password, save, password
remember my password, save, password
keep me signed in, save, password
same password, passwords, secure, strong
birthday, password, strong
sticky note, secure, password
notebook, keep, passwords
boss, headteacher, line manager
bursar, school office, office
secretary, school office, office
reception, school office, office
admin staff, school office, office
chair, governing board, headteacher
phone home, calling parents, call
ring home, calling parents, phones
ring a parent, calling parents, phones
text a parent, personal phone numbers, phones
own number, personal phone number
withhold, personal phone number, phones provided
private mobile, personal phone number, own phone
secretly, inform all parties, recording
without telling, inform, recording
transcript, recording
fired, disciplinary action, sanction
warning, disciplinary action, sanction
consequences, disciplinary action, sanction
get done, disciplinary action, sanction
rap on the knuckles, disciplinary action
what would they do, disciplinary action
suspended, disciplinary action
excluded, sanction, behaviour proceedings
cheating, breach, procedures
flights, personal use
cinema tickets, personal use
online shop, personal use, shopping
ocado, personal use
tesco, personal use
rightmove, personal use
dating, personal use, chat
tinder, personal use, social networking, chat
spotify at work, personal use
radio, personal use, stream
iplayer, personal use, stream, video
watch tv, personal use, stream
homework for my course, personal use, study
masters, study, personal use
own cpd, professional development
knitting, personal use
council tax, personal use
cv, personal use
apply for a job, personal use
doodle, personal use
family album, store, photos, personal
baby photos, store, photos, personal
games on, download, install
angry birds, game, install
roblox, game, install
fortnite, game, outside school
discord, chat, messaging, social media
telegram, messaging, chat
signal, messaging
wechat, messaging
youtube channel, video, private online
podcast, recording, online content
onlyfans, professional conduct, reputation
burlesque, professional conduct, reputation
political, professional conduct, online activity
drunk, professional conduct, reputation
night out, professional conduct, reputation
embarrassing, professional conduct, reputation
private life, professional conduct, personal, employment
friend of the family, pupils, social network
babysit, pupils, personal
school leaver, former pupils
sixth former, former pupils
year 6 leaver, former pupils
burgled, stolen, loss, insurance
smashed screen, damage, repair
cracked screen, damage, repair
fix, repair, replace
mend, repair, replace
foot the bill, expense, pay
out of pocket, expense, own expense
fork out, expense, own expense
cough up, expense, own expense
hang on to, keep, return
half term, school closure, outside school, out of school
summer holidays, outside school, out of school
abroad, out of school, remote access
cafe, out of school, remote access
coffee shop, out of school, remote access
on the bus, out of school
sofa, home, remote access
camera on, webcam, video
webcam on, webcam, video
toddler, household, background
flatmate, household, background
housemate, household, background
hoodie, clothing, dress
messy, background, appropriate
hungry, at risk, safeguarding, concern
crying, at risk, safeguarding, concern
scared, at risk, safeguarding, concern
hit at home, abuse, safeguarding, concern
disclosed, disclosure, safeguarding, concern
stranger, grooming, online abuse, abuse
predator, grooming, online abuse
knives, key words, search
suicide, key words, safeguarding
nazi, extremist, racist
n word, racist, offensive language
homophobic, discriminatory, discrimination
transphobic, discriminatory, discrimination
banter, offensive, bully, discrimination
meme, offensive, material, image
gif, image
dvd, film, copyright
lyrics, copyright
sheet music, copyright
photocopy, copyright, copy
ebook, copyright, book
torrent, illegal, download, copyright
landfill, dispose, disposal
car boot, dispose, selling, disposing
ebay, dispose, selling
hand me down, dispose
shredded, dispose, destroyed
old phones, disposed, equipment
parents evening, communicate, video calls
contact parents, communication with parents, communicate
message parents, communication with parents, communicate
email parents, communication with parents, email
dojo, platform, systems, communicate
class dojo, platform, systems, communicate
seesaw, platform, systems
nurse, visitor, external party
ofsted, visitor, inspector
grandparent, visitor, parents
nan, visitor, parents
grandad, visitor, parents
vicar, visitor, speaker
police officer, visitor
work experience, visitor, volunteer, temporary
placement, visitor, volunteer, temporary
exchange student, visitor
first morning, starter, new
new job, starter, leave
maternity, leave
`;
