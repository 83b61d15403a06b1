/**
 * Given names that are common among adults in Britain and are no other English word: "Grace", "Mark", "Will", "May" are left
 * out, because a policy may begin a sentence with them. Used to notice that a policy names a person.
 */
export const GIVEN_NAMES: ReadonlySet<string> = new Set(
  `Aaron Abbie Abdul Abigail Adam Adele Adrian Agnes Ahmed Aisha Alan Alastair Alex Alexander Alexandra Alice Alison Alistair
  Amanda Amelia Amina Amir Amy Andrea Andrew Angela Angus Anita Ann Anna Anne Annette Anthony Antonia Ashley Asif Audrey
  Barbara Barry Beatrice Becky Belinda Benjamin Bernadette Bernard Bethany Brenda Brian Bridget Bronwen Bryan Callum
  Cameron Carl Carla Carly Carol Caroline Catherine Cathy Cecilia Charlene Charles Charlie Chloe Chris Christina Christine
  Christopher Claire Clare Claudia Colin Connor Craig Cynthia Daniel Danielle David Deborah Debbie Debra Denise Dennis
  Derek Diana Diane Dominic Donald Donna Doreen Dorothy Douglas Duncan Dylan Edward Eileen Elaine Eleanor Elena Elizabeth Ellen
  Emily Emma Eric Erin Esther Ethan Eva Evelyn Farah Fatima Fiona Frances Francesca Francis Gareth Gary Gavin Gemma Geoff
  Geoffrey George Georgia Georgina Gerald Gillian Glen Gordon Graeme Graham Greg Gregory Gwen Hannah Harriet Harry
  Hassan Hayley Heather Helen Henry Hilary Holly Howard Hugh Iain Ian Ibrahim Imran Irene Isaac Isabel Isla Jacqueline Jacob
  Jake James Jamie Jane Janet Janice Jason Jean Jeffrey Jennifer Jenny Jeremy Jessica Jill Joan Joanna Joanne John Jonathan
  Jordan Joseph Joshua Josie Joyce Judith Julia Julian Julie Justin Karen Kate Katherine Kathleen Kathryn Katie Kayleigh
  Keith Kelly Kenneth Kerry Kevin Khadija Kieran Kimberley Kirsty Kristina Kyle Laura Lauren Leah Leanne Leila Leon Leonard
  Leslie Lewis Liam Linda Lindsay Lisa Lorna Lorraine Louis Louise Lucy Luke Lydia Lynn Lynne Maggie Malcolm Mandy Marcus
  Margaret Maria Marie Marilyn Marion Martin Martina Mary Matthew Maureen Megan Melanie Melissa Michael Michelle Miriam Mohamed
  Mohammed Moira Molly Monica Muhammad Nadia Nadine Naomi Natalie Natasha Nathan Neil Nicola Nicholas Nigel Nina Norma Olivia
  Oliver Omar Oscar Owen Pamela Patricia Patrick Paul Paula Pauline Peter Philip Philippa Phillip Priya Rachel Ravi Raymond
  Rebecca Rhys Richard Robert Roger Ronald Rosemary Ross Roy Russell Ruth Ryan Sally Samantha Samuel Sandra Sanjay Sara Sarah
  Sean Sharon Sheila Shirley Simon Sophia Sophie Stacey Stella Stephanie Stephen Steven Stewart Stuart Susan Suzanne Sylvia
  Tanya Tara Teresa Terence Theresa Thomas Timothy Tina Tracey Tracy Trevor Valerie Vanessa Vera Veronica Vicky Victoria Vincent
  Vivien Wayne Wendy William Yasmin Yusuf Yvonne Zara Zoe`.split(/\s+/),
);
