# ruff: noqa: E501, SIM905 - a table of examples
"""The timing grammar on sentences as such articles write them. Each says the times that it claims, or none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posology.cleaning import clean
from posology.extraction.layout import lay_out
from posology.extraction.timing import find_timings
from posology.extraction.vocabulary import compile_vocabulary
from posology.lexicons import load_lexicon

FILLER = "This page is about the supplement named above. It was written by our team and reviewed by a dietitian. " * 3


def timings(text: str, topic: str = "Magnesium") -> list[str]:
    """The times of a short article as "aspect relation event low-high", "-" for null; "!studied" where studied."""
    article = clean(f"# {topic}\n\n{FILLER}\n\n{text}\n".encode(), source="example.md")
    found = []
    drafts = find_timings(lay_out(article, compile_vocabulary(load_lexicon())))
    for draft in sorted(drafts, key=lambda draft: (draft.start, draft.end)):
        values = draft.values
        words = [values["aspect"], values["relation"], values["event"]]
        if values["low"] is not None or values["high"] is not None:
            words.append(f"{_number(values['low'])}..{_number(values['high'])}")
        if values["context"] == "studied":
            words.append("!studied")
        found.append(" ".join(word or "-" for word in words))
    return found


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


CLAIMS: list[tuple[str, str, list[str]]] = [
    # time of day
    ("Melatonin", "Take 1-3 mg of melatonin 30 to 60 minutes before bedtime.", ["time_of_day before bedtime 30..60"]),
    ("Melatonin", "For jet lag, take 0.5 mg about two hours before going to bed.", ["time_of_day before bedtime 120..120"]),
    ("Vitamin D", "Many experts suggest taking vitamin D in the morning.", ["time_of_day at morning"]),
    ("Vitamin B12", "B12 is best taken first thing in the morning.", ["time_of_day at morning"]),
    ("Ashwagandha", "Ashwagandha can be taken in the morning or at night.", ["time_of_day at morning", "time_of_day at night"]),
    ("Glycine", "The usual dose is 3 grams at bedtime.", ["time_of_day at bedtime"]),
    ("Caffeine", "Take 3-6 mg/kg of caffeine about 60 minutes before exercise.", ["time_of_day before exercise 60..60"]),
    ("Creatine", "It doesn't matter when you take creatine: morning, noon or night all work.", ["time_of_day at any_time"]),
    ("Vitamin D", "Every morning I take a scoop of greens and 2000 IU of vitamin D.", ["time_of_day at morning"]),
    ("Creatine", "You can take creatine at any time of day.", ["time_of_day at any_time"]),
    ("Rhodiola", "Rhodiola should be taken early in the day.", ["time_of_day at morning"]),
    ("Magnesium", "Timing: 1-2 hours before bed", ["time_of_day before bedtime 60..120"]),
    ("Beta-alanine", "Before your workout, take 3 g of beta-alanine.", ["time_of_day before exercise"]),
    ("Whey protein", "Drink a whey protein shake within 30 minutes of your workout.", ["time_of_day after exercise ..30"]),
    ("L-tyrosine", "Most people take 500 mg upon waking.", ["time_of_day at waking"]),
    ("Magnesium", "Participants took 500 mg of magnesium before bed in a randomized trial.", ["time_of_day before bedtime !studied"]),
    ("Zinc", "Split the dose: half in the morning and half in the evening.", ["time_of_day at morning", "time_of_day at evening"]),
    ("Magnesium", "Take it at least an hour before bed.", ["time_of_day before bedtime 60.."]),
    ("Valerian", "Valerian is typically taken 30 minutes to two hours before bedtime.", ["time_of_day before bedtime 30..120"]),
    ("Electrolytes", "Sip your sodium and potassium during exercise.", ["time_of_day at exercise", "time_of_day at exercise"]),
    ("Creatine", "Take creatine before or after your workout.", ["time_of_day before exercise", "time_of_day after exercise"]),
    ("Ashwagandha", "I recommend taking 300 mg in the morning and another 300 mg at night.",
     ["time_of_day at morning", "time_of_day at night"]),
    ("Magnesium glycinate", "Best time to take it: evening, about an hour before bed.",
     ["time_of_day at evening", "time_of_day before bedtime 60..60"]),
    ("Collagen", "The best time of day to take collagen is whenever works for you; timing isn't critical.",
     ["time_of_day at any_time"]),
    ("Creatine", "Post-workout creatine may be slightly better than pre-workout creatine.",
     ["time_of_day after exercise", "time_of_day before exercise"]),
    ("Citrulline", "Take 6-8 g of citrulline malate 30-60 min pre-workout.", ["time_of_day before exercise 30..60"]),
    ("Tart cherry", "Subjects drank 30 mL of tart cherry concentrate twice a day, upon waking and before their evening meal.",
     ["time_of_day at waking !studied", "meal before dinner !studied"]),
    ("Lavender", "80 mg of lavender oil every evening", ["time_of_day at evening"]),
    ("Multivitamin", "If your multivitamin makes you queasy, try taking it after breakfast.", ["meal after breakfast"]),
    ("Vitamin B complex", "B vitamins are best taken in the morning because they can be energizing.", ["time_of_day at morning"]),
    ("5-HTP", "Sleep: 100-200 mg, 45 minutes before bed", ["time_of_day before bedtime 45..45"]),
    # meal
    ("Omega-3", "Q: When should I take omega-3?\n\nA: With your biggest meal.", ["meal with meal"]),
    ("Vitamin D", "- **Breakfast:** Vitamin D3 2000 IU", ["meal with breakfast"]),
    ("Iron", "Iron is best absorbed on an empty stomach.", ["meal without meal"]),
    ("Iron", "Take your iron tablet one hour before or two hours after meals.", ["meal before meal 60..60", "meal after meal 120..120"]),
    ("Vitamin D", "Take vitamin D with a meal that contains fat.", ["meal with fat_meal"]),
    ("Vitamin K2", "As a fat-soluble vitamin, K2 should be taken with a fatty meal.", ["meal with fat_meal"]),
    ("Coenzyme Q10", "Take CoQ10 with breakfast or lunch.", ["meal with breakfast", "meal with lunch"]),
    ("Zinc", "Zinc can be taken with or without food.", ["meal with_or_without meal"]),
    ("Calcium", "Calcium carbonate should be taken with meals, whereas calcium citrate can be taken with or without food.",
     ["meal with meal", "meal with_or_without meal"]),
    ("Psyllium", "Take 1 teaspoon of psyllium 30 minutes before each meal.", ["meal before meal 30..30"]),
    ("Probiotics", "Suggested use: Take 1 capsule daily with food.", ["meal with meal"]),
    ("Berberine", "500 mg three times daily, 20-30 minutes before meals", ["meal before meal 20..30"]),
    ("Turmeric", "Take 2 capsules with dinner or as directed by your healthcare professional.", ["meal with dinner"]),
    ("Fish oil", "To avoid fishy burps, take fish oil with your largest meal of the day.", ["meal with meal"]),
    ("NAC", "NAC is usually taken between meals.", ["meal between meal"]),
    ("Quercetin", "Quercetin works best when taken with dietary fat.", ["meal with fat_meal"]),
    ("L-tyrosine", "Because it competes with other amino acids, take L-tyrosine away from food.", ["meal without meal"]),
    ("Vitamin A", "Since vitamin A is fat-soluble, it's best to take it with a source of fat.", ["meal with fat_meal"]),
    ("Digestive enzymes", "Take one capsule at the start of each meal.", []),
    ("Digestive enzymes", "Take one capsule with each meal.", ["meal with meal"]),
    ("Iron", "Iron is absorbed best when taken on an empty stomach, but taking it with food may help if it upsets your stomach.",
     ["meal without meal", "meal with meal"]),
    ("Melatonin", "Directions: Adults take 1 tablet 30 minutes before bedtime with a glass of water.",
     ["time_of_day before bedtime 30..30"]),
    ("Alpha-lipoic acid", "| Timing | 30 minutes before meals |", ["meal before meal 30..30"]),
    ("Vitamin E", "- **How to take:** with a meal containing some fat", ["meal with fat_meal"]),
    ("Probiotics", "Some strains survive better when taken with food, so check the label.", ["meal with meal"]),
    ("Glucomannan", "Glucomannan should be taken before meals with one or two glasses of water.", ["meal before meal"]),
    # separation
    ("Calcium", "Take calcium at least 4 hours apart from levothyroxine.", ["separation apart levothyroxine 240.."]),
    ("Zinc", "Take zinc 2 hours before or 4 to 6 hours after antibiotics.",
     ["separation before antibiotics 120..120", "separation after antibiotics 240..360"]),
    ("Iron", "Avoid taking iron with coffee or tea.", ["separation apart coffee", "separation apart tea"]),
    ("Iron", "Iron supplements should not be taken at the same time as calcium.", ["separation apart calcium"]),
    ("Zinc", "Zinc and copper compete for absorption, so separate them by at least two hours.", ["separation apart copper 120.."]),
    ("Magnesium", "Magnesium can bind to certain antibiotics such as doxycycline and ciprofloxacin. Separate doses by 2–3 hours.",
     ["separation apart doxycycline 120..180", "separation apart ciprofloxacin 120..180"]),
    ("Psyllium", "Take psyllium at least 2 hours away from any medications.", ["separation apart medications 120.."]),
    ("Iron", "Do not take iron within two hours of antacids.", ["separation apart antacids 120.."]),
    ("Iron", "Space iron and calcium supplements at least two hours apart.", ["separation apart calcium 120.."]),
    ("Charcoal", "Activated charcoal should be taken at least two hours before or after other supplements.",
     ["separation apart other supplements 120.."]),
    ("5-HTP", "Wait at least 30 minutes.", []),
    ("Calcium", "Calcium and iron should be taken at different times of day.", ["separation apart iron"]),
    ("Biotin", "Don't take biotin together with lipoic acid.", ["separation apart lipoic acid"]),
    ("Magnesium", "If you take bisphosphonates, take them at least 30 minutes before magnesium.",
     ["separation after bisphosphonates 30.."]),
    ("Fiber", "Fiber can reduce the absorption of medications if taken at the same time.", []),
    # frequency
    ("Curcumin", "Take 500 mg of curcumin two to three times daily.", ["frequency - - 2..3"]),
    ("Echinacea", "Echinacea is usually taken three times a day.", ["frequency - - 3..3"]),
    ("Magnesium", "Divide your intake into 2–3 smaller doses.", ["frequency - - 2..3"]),
    ("Garlic", "Frequency: 1-2 times daily", ["frequency - - 1..2"]),
    ("Garlic", "Take it twice a day.", ["frequency - - 2..2"]),
    ("Garlic", "Take 600 mg twice a day.", []),
    ("Vitamin C", "Because vitamin C is water-soluble, split it into two or three doses.", ["frequency - - 2..3"]),
    ("Elderberry", "1 tablespoon, 3-4 times per day", ["frequency - - 3..4"]),
    # onset
    ("Ashwagandha", "Most people notice the effects of ashwagandha within 2 to 4 weeks.", ["onset - - 14..28"]),
    ("Saw palmetto", "It can take up to 3 months to see results.", ["onset - - ..90"]),
    ("Creatine", "Without a loading phase it takes about 3-4 weeks to saturate your muscles.", ["onset - - 21..28"]),
    ("L-theanine", "You'll usually feel the effects within 30 minutes.", ["onset - - ..0.0208333"]),
    ("Bacopa", "Be patient: bacopa often takes 8–12 weeks to work.", ["onset - - 56..84"]),
    ("Collagen", "Give it at least eight weeks before you judge the results.", ["onset - - 56.."]),
    ("Glucosamine", "You may need to take it for 6-8 weeks before you notice a difference.", ["course - - 42..56"]),
    ("Kava", "Effects typically begin within an hour.", ["onset - - ..0.0416667"]),
    ("Magnesium", "Some people notice improved sleep within a few days, while others need several weeks.",
     ["onset - -", "onset - -"]),
    ("Vitamin D", "It usually takes two to three months for vitamin D levels to reach the target range.", ["onset - - 60..90"]),
    ("Iron", "Symptoms often improve within 2-4 weeks of starting iron supplements.", ["onset - - 14..28"]),
    # course
    ("Creatine", "Load with 20 g per day for 5 to 7 days.", ["course - - 5..7"]),
    ("Saffron", "Take 30 mg of saffron daily for at least 8 weeks.", ["course - - 56.."]),
    ("Melatonin", "Do not use melatonin for longer than 3 months.", ["course - - ..90"]),
    ("Echinacea", "Use echinacea for no more than 10 days at a time.", ["course - - ..10"]),
    # times that stand alone: notes, answers, directions
    ("Iron", "Best on an empty stomach.", ["meal without meal"]),
    ("Iron", "With food if it upsets you.", ["meal with meal"]),
    ("Lutein", "Always with a meal that has some fat in it.", ["meal with fat_meal"]),
    ("Vitamin K", "Have it with your fattiest meal.", ["meal with fat_meal"]),
    ("Zinc", "One hour before or two hours after a meal.", ["meal before meal 60..60", "meal after meal 120..120"]),
    ("Saffron", "Mornings suit most people.", ["time_of_day at morning"]),
    ("Selenium", "Morning or evening makes no difference.", ["time_of_day at any_time"]),
    ("Ashwagandha", "You can take it with or without food, at any time of day.",
     ["meal with_or_without meal", "time_of_day at any_time"]),
    ("Whey protein", "Within an hour of training.", ["time_of_day after exercise ..60"]),
    ("Biotin", "Directions: 1 tablet daily, with food.", ["meal with meal"]),
    ("Berberine", "500 mg, half an hour before breakfast and dinner.", ["meal before breakfast 30..30", "meal before dinner 30..30"]),
    ("Vitamin B6", "**When:** morning, with breakfast", ["time_of_day at morning", "meal with breakfast"]),
    # hours of the clock, nights, what to keep clear of
    ("Vitamin C", "Take 500 mg at 8 am and again at 8 pm.", ["time_of_day at morning", "time_of_day at evening"]),
    ("Melatonin", "I take 1 mg at 10 pm.", ["time_of_day at night"]),
    ("Ginseng", "Not after 3 p.m., please.", ["time_of_day before -"]),
    ("Glycine", "One scoop nightly, an hour before lights out.", ["time_of_day at night", "time_of_day before bedtime 60..60"]),
    ("Rhodiola", "Not at bedtime.", ["time_of_day without bedtime"]),
    ("Rhodiola", "Avoid taking it in the evening.", ["time_of_day without evening"]),
    ("L-theanine", "200 mg, 30 minutes before a stressful event.", ["time_of_day before - 30..30"]),
    ("Supplements", "| Supplement | Time |\n|---|---|\n| Vitamin D | AM |\n| Magnesium | PM |",
     ["time_of_day at morning", "time_of_day at evening"]),
    # courses and onsets in other words
    ("Milk thistle", "A 12-week course is usual.", ["course - - 84..84"]),
    ("Curcumin", "We suggest a course of 8 to 12 weeks.", ["course - - 56..84"]),
    ("Curcumin", "Carry on for three months.", ["course - - 90..90"]),
    ("Vitamin D", "Take it all year round.", ["course - -"]),
    ("Folate", "Take 400 mcg daily throughout pregnancy.", ["course - -"]),
    ("5-HTP", "5-HTP should not be taken for longer than 3 months.", ["course - - ..90"]),
    ("Curcumin", "Allow a month for your joints.", ["onset - - 30..30"]),
    ("Curcumin", "**How long until it works?**\n\nAround six weeks.", ["onset - - 42..42"]),
    ("Vitamin B12", "Levels plateau at about three months.", ["onset - - 90..90"]),
    ("Beta-alanine", "It takes around four weeks of daily supplementation to raise muscle carnosine.", ["onset - - 28..28"]),
    # gaps: turned round, in lists, in tables
    ("Calcium", "Levothyroxine should be taken 4 hours before calcium.", ["separation after levothyroxine 240..240"]),
    ("Zinc", "Take doxycycline two hours before zinc.", ["separation after doxycycline 120..120"]),
    ("Calcium", "Keep two hours between calcium and iron.", ["separation apart iron 120..120"]),
    ("Iron", "Tea and coffee should wait an hour.", ["separation apart tea 60..60", "separation apart coffee 60..60"]),
    ("Magnesium", "Keep it **four hours** away from levothyroxine, and ask your doctor if you take digoxin.",
     ["separation apart levothyroxine 240..240"]),
    ("Iron", "Leave this gap between iron and:\n\n- Levothyroxine – 4 hours\n- Tea, coffee – 1 hour",
     ["separation apart levothyroxine 240..240", "separation apart tea 60..60", "separation apart coffee 60..60"]),
    ("Iron", "| Drug | Gap |\n|---|---|\n| Levothyroxine | 4 hours |\n| Doxycycline | 2 hours before or 4 hours after |",
     ["separation apart levothyroxine 240..240", "separation before doxycycline 120..120", "separation after doxycycline 240..240"]),
    ("Minerals", "| Supplement | Avoid combining with |\n|---|---|\n| Iron | Calcium, coffee |",
     ["separation apart calcium", "separation apart coffee"]),
    # times that lean on others, and what others said of them
    ("Caffeine", "Use it as a pre-workout, not as a nightcap.", ["time_of_day before exercise"]),
    ("Beetroot", "Beetroot juice works well as a pre-workout.", ["time_of_day before exercise"]),
    ("Whey protein", "Some drink whey before training; others take it afterwards.", ["time_of_day before exercise", "time_of_day after exercise"]),
    ("Iron", "Take iron before a meal. If it upsets you, take it afterwards.", ["meal before meal", "meal after meal"]),
    ("Calcium", "Calcium citrate doesn't require food and suits people on acid blockers.", ["meal with_or_without meal"]),
    ("Calcium", "Calcium carbonate requires food for proper absorption.", ["meal with meal"]),
    ("Vitamin B12", "B12 can be taken without regard to meals.", ["meal with_or_without meal"]),
    ("Iron", "Take iron apart from meals.", ["meal without meal"]),
    ("Iron", "Taking it with coffee, tea, or milk reduces absorption by up to 60%.", ["separation apart coffee", "separation apart tea", "separation apart milk"]),
    ("Zinc", "Combining zinc with calcium lowers its uptake.", ["separation apart calcium"]),
    ("Caffeine", "Effects peak 30-60 minutes after ingestion.", ["onset - - 0.0208333..0.0416667"]),
    ("Melatonin", "Drowsiness usually begins within 30 to 60 minutes of taking it.", ["onset - - 0.0208333..0.0416667"]),
    ("Nitrate", "Blood pressure reductions occur within 3 to 6 hours of consumption.", ["onset - - 0.125..0.25"]),
    ("Green tea", "Drink one cup of green tea in the morning.", ["time_of_day at morning"]),
    ("Magnesium", "Take 200 mg at night so that levels remain steady.", ["time_of_day at night"]),
    ("Caffeine", "Volunteers took 400 mg of caffeine 0, 3 or 6 hours before bed.", ["time_of_day before bedtime 0..0 !studied", "time_of_day before bedtime 180..180 !studied", "time_of_day before bedtime 360..360 !studied"]),
    ("Caffeine", "In the trial, participants received caffeine at three times before bedtime: 6 hours, 3 hours and right before.", ["time_of_day before bedtime 360..360 !studied", "time_of_day before bedtime 180..180 !studied", "time_of_day before bedtime !studied"]),
    ("Melatonin", "Take melatonin before bed: 30 minutes is enough.", ["time_of_day before bedtime"]),
    ("Psyllium", "The typical dose is 10 g daily in 2-3 doses.", ["frequency - - 2..3"]),
    ("Psyllium", "Take 5 g 20-30 minutes before a carbohydrate-rich meal.", ["meal before meal 20..30"]),
    ("Magnesium", "Magnesium improves insulin sensitivity and, when taken at night, may reduce morning glucose.", ["time_of_day at night"]),
]  # fmt: skip

NOTHING: list[tuple[str, str]] = [
    ("Magnesium", "Avoid screens an hour before bed."),
    ("Magnesium", "Magnesium helps you sleep better at night."),
    ("Magnesium", "Take a warm bath 30 minutes before bed."),
    ("Magnesium", "You may wake up feeling refreshed in the morning."),
    ("Magnesium", "Should you take magnesium in the morning or at night?"),
    ("Magnesium", "Take magnesium daily and be consistent."),
    ("Magnesium", "Cortisol levels peak in the morning and fall at night."),
    ("BCAAs", "BCAAs may reduce muscle soreness after exercise."),
    ("Creatine", "Creatine improves performance during high-intensity exercise."),
    ("Protein", "Protein keeps you full between meals."),
    ("Berberine", "Berberine may lower blood sugar after meals."),
    ("Caffeine", "Coffee after lunch can keep you awake."),
    ("Fish oil", "Stop taking fish oil two weeks before surgery."),
    ("Ashwagandha", "Cycle ashwagandha: eight weeks on, four weeks off."),
    ("Ashwagandha", "In a study, 60 adults took 600 mg of ashwagandha for 8 weeks."),
    ("Ashwagandha", "After 8 weeks, participants in the ashwagandha group had lower cortisol than those on placebo."),
    ("Melatonin", "Melatonin has a half-life of about 40 minutes."),
    ("Melatonin", "Your body produces melatonin at night."),
    ("Melatonin", "Keep your bedroom cool and dim the lights two hours before bedtime."),
    ("Zinc", "Zinc lozenges shortened colds by two days."),
    ("Zinc", "A 30-day supply costs $15."),
    ("Vitamin C", "Eat vegetables with every meal and limit alcohol."),
    ("Vitamin C", "Our pre-workout is one of the best on the market."),
    ("Vitamin D", "Spend 15 minutes in the sun each morning."),
    ("Vitamin D", "Have your blood levels tested after 3 months."),
    ("Iron", "There is no need to take it with food."),
    ("Iron", "Iron may cause nausea when taken on an empty stomach."),
    ("B12", "Talk to your doctor before taking B12 if you take metformin."),
    ("Potassium", "Drug interactions: potassium may interact with ACE inhibitors and diuretics."),
    ("L-theanine", "L-theanine can be combined with caffeine."),
    ("Turmeric", "Ingredients: turmeric root, black pepper, vegetable capsule."),
    ("Probiotics", "You may unsubscribe at any time."),
    ("Collagen", "I walk for 30 minutes after dinner."),
    ("Levothyroxine and diet", "Take your levothyroxine in the morning on an empty stomach."),
    ("Glycine", "Glycine reduced fatigue the next morning."),
    ("Magnesium", "Brush your teeth twice a day."),
    ("Magnesium", "Lift weights two to three times a week for 12 weeks."),
    ("Tart cherry", "The juice improved sleep time and sleep efficiency."),
    ("Pregnancy vitamins", "Folate matters most in the first 12 weeks of pregnancy."),
    ("Omega-3", "Morning stiffness improved with omega-3."),
    ("Omega-3", "Eat fatty fish such as salmon twice a week."),
    ("Magnesium", "It takes about eight hours for food to pass through the small intestine."),
    ("Magnesium", "Refunds are accepted within 30 days if you do not see results."),
    ("Magnesium", "Magnesium levels fall during prolonged exercise."),
    ("Creatine", "Creatine helps your muscles recover after a hard workout."),
    ("Creatine", "Muscles need energy during exercise and at rest."),
    ("Caffeine", "Limit caffeine after 2 p.m. and dim your lights in the evening."),
    ("Valerian", "Studies lasting four to eight weeks found few side effects."),
    ("Vitamin D", "Men who took 2,000 IU for five years had fewer fractures."),
    ("Green tea", "Green tea drinkers who had three cups a day lived longer."),
    ("Glutamine", "Glutamine is used by the gut and the immune system during stress and intense training."),
    ("Zinc", "Older adults often wake several times during the night."),
    ("L-arginine", "Blood flow peaked one hour after the dose."),
    ("Probiotics", "Store at room temperature and use within 3 months of opening."),
    ("Chromium", "Insulin rises after eating."),
    ("St. John's wort", "Do not combine St. John's wort with antidepressants."),
    ("Ginkgo", "Do not take ginkgo with blood thinners."),
    ("Magnesium", "### Morning or night?"),
    ("Creatine", "Glycogen was higher 4 hours after exercise when creatine was taken with carbohydrate."),
    ("Vitamin C", "Some say that it must be taken on an empty stomach, but that's a myth."),
    ("Caffeine", "Stop your caffeine intake at least six hours before bed."),
    ("Magnesium", "Taking magnesium in the morning may cause drowsiness at work."),
    ("Magnesium", "- **Breakfast:** eggs and toast"),
    ("Magnesium", "In the morning, cortisol peaks."),
    ("Magnesium", "Breakfast is the most important meal of the day."),
    ("Magnesium", "With dinner, the restaurant serves a glass of wine."),
    ("Magnesium", "Dinner is best eaten early."),
    ("Magnesium", "Mornings are better for exercise."),
    ("Curcumin", "In a 12-week trial of 60 adults (500 mg daily, 12 weeks), pain fell."),
    ("Curcumin", "The American trial (25,871 people, 2,000 IU/day for 5 years) found nothing."),
    ("Curcumin", "A man who had swallowed 500 mg daily for four months developed hepatitis."),
    ("Curcumin", "Forty adults took 90 mg twice daily for 18 months; recall improved."),
    ("Zinc", "50 mg a day for ten weeks can lower copper."),
    ("Vitamin E", "Absorption on an empty stomach is about 10%."),
    ("Magnesium", "The shop closes at 8 pm."),
    ("Magnesium", "Lunch is at 12 noon."),
    ("Magnesium", "Symptoms are worse at night."),
    ("Magnesium", "I am not sure."),
    ("Magnesium", "The webinar starts at 7 pm."),
    ("Magnesium", "Two hours of sleep is not enough."),
    ("Iron", "Iron levels in children were tested after two weeks."),
    ("Iron", "The first week of the month is busy."),
    ("Iron", "It was a long winter."),
    ("Iron", "Delivery within a fortnight."),
    ("Caffeine", "Caffeine stays in the body for about six hours."),
    ("Melatonin", "Melatonin rises in the evening."),
    ("Zinc", "The lozenges need two hours to cool."),
    ("Fish oil", "Fishy burps after meals are common."),
    ("Magnesium", "Do not eat late at night."),
    ("Magnesium", "Interactions:\n\n- Warfarin: monitor INR\n- Digoxin: ask your doctor"),
    ("Iron", "The infusion takes four hours."),
    ("Protein", "Between meals, blood sugar falls."),
    ("Creatine", "At night, your muscles repair themselves."),
    ("Vitamin D", "| Study | Dose | Result |\n|---|---|---|\n| Lee 2012 | 2,000 IU/day, 12 weeks | no change |"),
    ("Vitamin D", "Six weeks later, levels were normal."),
    ("Vitamin C", "With food prices rising, supplements look cheap."),
    ("Vitamin C", "Before bed, dim the lights."),
    ("Vitamin C", "After dinner, the volunteers gave blood."),
    ("Magnesium", "| Nutrient | With or without food? |\n|---|---|\n| Magnesium | yes |"),
    ("Creatine", "Our gummies are sold as a pre-workout."),
    ("Iron", "Afterwards, the participants filled in a form."),
    ("Vitamin D", "The levels rose quickly and fell afterwards."),
    ("Magnesium", "The body requires food and water."),
    ("Zinc", "Supplements taken apart from meals may increase the risk of kidney stones."),
    ("Iron", "Iron taken on an empty stomach is associated with a higher rate of nausea."),
    ("Iron", "Taking iron with vitamin C reduces the risk of anemia."),
    ("Magnesium", "Taking magnesium with vitamin D lowers the risk of falls."),
    ("Caffeine", "Combining caffeine with L-theanine reduces jitteriness."),
    ("Caffeine", "Plasma concentrations peak 45 minutes after ingestion."),
    ("Curcumin", "Serum levels peaked 1-2 hours after oral administration."),
    ("Caffeine", "A 4 pm coffee is still in your system at midnight."),
    ("Caffeine", "You have a latte at 3 pm and half of it is left at 9 pm."),
    ("Caffeine", "I drink my second coffee at 2 pm."),
    ("Caffeine", "By 6:00 AM about 25 mg remains."),
    ("Psyllium", "The bottle holds 30-60 doses."),
    ("Metformin and B12", "Metformin, if taken at night, may upset the stomach."),
]


@pytest.mark.parametrize(("topic", "text", "expected"), CLAIMS, ids=[text[:50] for _, text, _ in CLAIMS])
def test_claims(topic: str, text: str, expected: list[str]) -> None:
    assert timings(text, topic) == expected


def details(markdown: str) -> list[tuple[str | None, str, str]]:
    """Substance, event and quote of every time of an article."""
    article = clean(f"{markdown}\n\n{FILLER}\n".encode(), source="example.md")
    doc = lay_out(article, compile_vocabulary(load_lexicon()))
    drafts = sorted(find_timings(doc), key=lambda draft: (draft.start, draft.end, str(draft.subject.substance)))
    return [(d.subject.substance, str(d.values["event"]), doc.text[d.start : d.end]) for d in drafts]


WHOLE: list[tuple[str, list[tuple[str | None, str, str]]]] = [
    (
        "# Zinc\n\nIt interacts with quinolones and tetracyclines. Take zinc at least two hours apart.",
        [
            ("zinc", "quinolones", "quinolones and tetracyclines. Take zinc at least two hours apart"),
            ("zinc", "tetracyclines", "tetracyclines. Take zinc at least two hours apart"),
        ],
    ),
    (
        "# Iron\n\nIron binds certain antibiotics, including ciprofloxacin, so take them 2 hours apart.",
        [("iron", "ciprofloxacin", "ciprofloxacin, so take them 2 hours apart")],
    ),
    (
        "# Sleep\n\n## The stack\n\n- Magnesium: 200 mg\n- L-theanine: 100 mg\n\nTake 30 minutes before bed.",
        [
            ("l-theanine", "bedtime", "30 minutes before bed"),
            ("magnesium", "bedtime", "30 minutes before bed"),
        ],
    ),
    (
        "# Sleep\n\n## The stack\n\n- Magnesium: 200 mg\n- L-theanine: 100 mg\n- Take 30 minutes before bed",
        [
            ("l-theanine", "bedtime", "30 minutes before bed"),
            ("magnesium", "bedtime", "30 minutes before bed"),
        ],
    ),
    (
        "# Daily plan\n\n| Supplement | Dose | When |\n|---|---|---|\n| Zinc | 15 mg | With lunch |\n| Magnesium | 300 mg | Evening |",
        [("zinc", "lunch", "With lunch"), ("magnesium", "evening", "Evening")],
    ),
    (
        "# Vitamins\n\nTake vitamin D and vitamin K2 with a fatty meal.",
        [("vitamin d", "fat_meal", "with a fatty meal"), ("vitamin k", "fat_meal", "with a fatty meal")],
    ),
    (
        "# Calcium\n\nLevothyroxine should be taken at least 4 hours apart from calcium.",
        [("calcium", "levothyroxine", "Levothyroxine should be taken at least 4 hours apart")],
    ),
    ("# Timing\n\n- Before bed → Magnesium", [("magnesium", "bedtime", "Before bed")]),
]


@pytest.mark.parametrize(("markdown", "expected"), WHOLE, ids=[text[:40] for text, _ in WHOLE])
def test_substances_and_quotes(markdown: str, expected: list[tuple[str | None, str, str]]) -> None:
    assert details(markdown) == expected


_PIECES = st.sampled_from(
    "Take take it with food or without meals before bed , . ; : ( ) | ? 30 2-3 minutes hours weeks apart from at least within up to"
    " magnesium antibiotics calcium tetracycline morning and evening twice daily for not avoid when → - * 500 mg \n \n\n # é … ½".split(
        " "
    )
)


def test_a_text_without_stops_is_read_piece_by_piece() -> None:
    text = "take magnesium with food just before bed " * 300
    article = clean(f"# Magnesium\n\n{text}\n".encode(), source="example.md")
    drafts = list(find_timings(lay_out(article, compile_vocabulary(load_lexicon()))))
    assert sum(draft.values["event"] == "bedtime" for draft in drafts) >= 290
    assert all(draft.sentence.start <= draft.start < draft.end <= draft.sentence.end for draft in drafts)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=60))
def test_any_text_yields_well_formed_drafts(pieces: list[str]) -> None:
    article = clean(f"# Magnesium\n\n{FILLER}\n\n{' '.join(pieces)}\n".encode(), source="example.md")
    doc = lay_out(article, compile_vocabulary(load_lexicon()))
    for draft in find_timings(doc):
        assert 0 <= draft.start < draft.end <= len(doc.text)
        assert set(draft.values) == {"aspect", "relation", "event", "low", "high", "context"}
        low, high = draft.values["low"], draft.values["high"]
        assert low is None or high is None or low <= high


@pytest.mark.parametrize(("topic", "text"), NOTHING, ids=[text[:50] for _, text in NOTHING])
def test_other_times_are_none(topic: str, text: str) -> None:
    assert timings(text, topic) == []
