"""Questions from ten fields with answers of known worth, invented for these tests."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """One question. `found_in_partial` names the key points (by place) that the partial answer makes.

    `contradicting` is an answer that denies one of them.
    """

    field: str
    question: str
    gold: str
    key_points: tuple[str, ...]
    good: str
    partial: str
    found_in_partial: tuple[int, ...]
    wrong: str
    off_topic: str
    contradicting: str


CASES = (
    Case(
        field="databases",
        question="What does a database index cost, and when would you still add one?",
        gold=(
            "An index makes reads faster because the database finds rows without scanning the whole table. "
            "It costs disk space, and every insert and update becomes slower because the index has to be updated too. "
            "Add one on columns that queries filter or join on often."
        ),
        key_points=(
            "reads become faster because there is no full table scan",
            "writes become slower because the index is updated as well",
            "the index takes additional disk space",
            "add it on columns that are often filtered or joined",
        ),
        good=(
            "The price is paid on writes: each insert or update also has to change the index, so writing gets slower. "
            "It also takes extra space on disk. I would still add one on a column that many queries filter or join "
            "on, because then the database finds the rows without scanning the entire table and reading is faster."
        ),
        partial="Reading gets faster, since the database does not have to scan the whole table for the rows.",
        found_in_partial=(0,),
        wrong=(
            "An index makes inserts and updates faster, and it takes no disk space at all. Reads become slower "
            "because the database must scan the whole table first."
        ),
        off_topic=(
            "In the kitchen we label every box with the date and put the oldest milk in front. "
            "That way nothing goes bad and the guests are happy."
        ),
        contradicting="An index takes no additional disk space.",
    ),
    Case(
        field="web back end",
        question=("A payment request may reach your service twice. How do you avoid charging the customer twice?"),
        gold=(
            "Make the operation idempotent: the client sends a unique idempotency key, and the server stores the key "
            "with the result in the same transaction as the charge. A repeated request with the same key gets the "
            "stored result and does not charge again."
        ),
        key_points=(
            "the client sends a unique idempotency key with the request",
            "the server saves the key and the result in one transaction with the charge",
            "a repeated request returns the stored result instead of charging again",
        ),
        good=(
            "The caller puts a unique key into each payment request. We write that key together with the outcome in "
            "the same database transaction as the charge itself. When the request comes a second time, we find the "
            "key and return the saved result, so no second charge happens."
        ),
        partial="I would let the client send a unique idempotency key with every payment request.",
        found_in_partial=(0,),
        wrong=(
            "The client must never send a key. The server charges the customer each time a request arrives, and a "
            "repeated request is charged again, so finance refunds it later."
        ),
        off_topic=(
            "My favourite season is autumn, because the forest near our village is full of colours and mushroom."
        ),
        contradicting="The server does not save the key and the result in one transaction with the charge.",
    ),
    Case(
        field="nursing",
        question="What do you check before you give a patient a medicine?",
        gold=(
            "Check the right patient by name and date of birth on the wristband, the right medicine, dose, route and "
            "time against the prescription. Ask about allergies. Sign the chart only after the patient has taken it."
        ),
        key_points=(
            "confirm the patient's identity with the wristband, name and date of birth",
            "compare medicine, dose, route and time with the prescription",
            "ask whether the patient has allergies",
            "sign the chart after the medicine was taken, not before",
        ),
        good=(
            "First I make sure it is the right person: I ask for the name and the date of birth and compare the "
            "wristband. Then I compare the drug, the dose, the route and the time with the prescription. I ask about "
            "allergies as well. I sign the chart after the patient has taken the medicine, never before."
        ),
        partial=("I look at the wristband and ask the patient for name and date of birth. I also ask about allergies."),
        found_in_partial=(0, 2),
        wrong=(
            "I sign the chart before the patient takes the medicine, to save time. There is no need to ask about "
            "allergies, and the wristband should not be checked when I know the face."
        ),
        off_topic="A good invoice has a number, a date and the tax rate, and it is archived for ten years.",
        contradicting="I do not ask whether the patient has allergies.",
    ),
    Case(
        field="electrician",
        question="How do you make a circuit safe before you work on it?",
        gold=(
            "Switch off the circuit at the breaker and lock it with a tag so that nobody can turn it on. "
            "Prove the tester on a known live source, then test that all conductors are dead, then prove the tester "
            "again."
        ),
        key_points=(
            "switch off the supply at the breaker",
            "lock the breaker and hang a tag so that nobody turns it on again",
            "test that every conductor is dead",
            "check the tester on a known live source before and after",
        ),
        good=(
            "I turn the breaker off and put my padlock and a tag on it, so no one can switch it back on. "
            "Before testing I check my tester on a source that I know is live. Then I test each conductor to see "
            "that it is dead, and afterwards I check the tester on the live source again."
        ),
        partial="I switch the supply off at the breaker, and then I test that each conductor is dead.",
        found_in_partial=(0, 2),
        wrong=(
            "I leave the breaker on, because then I can see whether the lamp works. A lock or a tag is not needed. "
            "The conductors should be live while I work, and the tester is never checked."
        ),
        off_topic="Our team won the regional chess cup twice, and I still play every Thursday evening.",
        contradicting="I do not test that every conductor is dead.",
    ),
    Case(
        field="accounting",
        question="A customer pays in December for a service you deliver in February. How do you book it?",
        gold=(
            "The payment is recorded as a liability, deferred revenue, in December: debit cash and credit deferred "
            "revenue. It becomes revenue only in February when the service is delivered: debit deferred revenue and "
            "credit revenue."
        ),
        key_points=(
            "in December the payment is a liability, deferred revenue",
            "debit cash and credit deferred revenue when the money arrives",
            "revenue is recognised in February when the service is delivered",
        ),
        good=(
            "When the money comes in, I debit cash and credit deferred revenue, because in December we still owe the "
            "service, so it is a liability. In February, once the service has been delivered, I recognise the "
            "revenue and clear the deferred revenue."
        ),
        partial="It is a liability in December. We call it deferred revenue.",
        found_in_partial=(0,),
        wrong=(
            "The payment is an asset in December and I recognise all the revenue at once in December. I credit cash "
            "and debit revenue, and in February nothing is booked."
        ),
        off_topic=("I climb rocks with my sister in summer; we always check each other's knots and wear a helmet."),
        contradicting="In December the payment is an asset, deferred revenue.",
    ),
    Case(
        field="logistics",
        question=("A refrigerated truck arrives with the thermometer at 12 °C instead of 4 °C. What do you do?"),
        gold=(
            "Do not unload. Record the temperature of the goods with a calibrated probe and take photos. "
            "Put the load on hold, and inform the quality manager and the carrier within 30 minutes."
        ),
        key_points=(
            "do not unload the goods",
            "measure the goods with a calibrated probe and record the temperature",
            "put the load on hold",
            "inform the quality manager and the carrier within 30 minutes",
        ),
        good=(
            "The truck is not unloaded. I measure the temperature of the goods with our calibrated probe, write it "
            "down and take photos. The load goes on hold. I tell the quality manager and the carrier, and that "
            "happens within 30 minutes."
        ),
        partial="We do not unload the goods, and the load is put on hold.",
        found_in_partial=(0, 2),
        wrong=(
            "I unload the goods quickly so that they get into the cold store. The load is released right away, and "
            "the quality manager is informed within 30 days. There is no need to measure anything with a probe."
        ),
        off_topic="Java has garbage collection, so the programmer does not free memory by hand.",
        contradicting="The quality manager and the carrier are informed within 30 days.",
    ),
    Case(
        field="behavioural: conflict",
        question="Tell me about a time when you disagreed with a colleague. What did you do?",
        gold=(
            "Describe a real situation. Talked to the colleague in private, listened to their reasons first, looked "
            "for facts both could accept, agreed on a decision and kept to it. Says what was learned."
        ),
        key_points=(
            "talked with the colleague directly and in private",
            "listened to the colleague's reasons first",
            "used facts or a test to decide",
            "kept to the decision that was agreed",
        ),
        good=(
            "Last spring a colleague and I disagreed about the packing line. I asked him for a talk in private and "
            "first I listened to his reasons. Then we ran a test for a week and let the facts decide. We agreed on "
            "his layout, and I kept to that decision although mine was different."
        ),
        partial="I talked to my colleague in private and first listened to the reasons behind her view.",
        found_in_partial=(0, 1),
        wrong=(
            "I never talk with the colleague directly. I complained to our boss in public and did not listen to any "
            "reasons. We decided without facts, and afterwards I did not keep to the decision."
        ),
        off_topic="The capital of France is Paris, and the river that flows through it is called the Seine.",
        contradicting="I did not talk with the colleague directly and in private.",
    ),
    Case(
        field="food safety",
        question="How do you cool a big pot of soup safely?",
        gold=(
            "Divide the soup into shallow containers and use an ice bath. Cool it from 60 °C to 21 °C within 2 hours "
            "and to 5 °C within another 4 hours. Do not put the hot pot straight into the fridge."
        ),
        key_points=(
            "divide the soup into shallow containers",
            "use an ice bath",
            "cool from 60 °C to 21 °C within 2 hours",
            "do not put the hot pot into the fridge",
        ),
        good=(
            "I pour it into several shallow containers and stand them in an ice bath. It has to go from 60 °C down "
            "to 21 °C within two hours. The hot pot itself never goes into the fridge, because it would warm "
            "everything else."
        ),
        partial="I divide the soup into shallow containers and put them in an ice bath.",
        found_in_partial=(0, 1),
        wrong=(
            "I put the hot pot straight into the fridge over night. Shallow containers are not needed, and an ice "
            "bath should be avoided. It may take 20 hours to cool from 60 °C to 21 °C."
        ),
        off_topic=("When two trains meet on a single track, the dispatcher holds one of them at the passing loop."),
        contradicting="Cool it from 60 °C to 21 °C within 20 hours.",
    ),
    Case(
        field="support",
        question=("A caller is angry because an order came late for the third time. How do you handle the call?"),
        gold=(
            "Stay calm and let the caller finish without interrupting. Apologise and own the problem. "
            "Offer a concrete solution with a date, and call back to check that it worked."
        ),
        key_points=(
            "stay calm and let the caller finish without interrupting",
            "apologise and take responsibility",
            "offer a concrete solution with a date",
            "call back later to check that the order arrived",
        ),
        good=(
            "I stay calm and let them finish; I do not interrupt. Then I apologise and take responsibility for the "
            "delay. I offer a concrete solution, for example express delivery with a fixed date, and after that date "
            "I call back to check that the order has arrived."
        ),
        partial="I would stay calm, let the caller finish without interrupting, and then apologise.",
        found_in_partial=(0, 1),
        wrong=(
            "I get angry as well and interrupt the caller. I never apologise, because the carrier is to blame and I "
            "do not take responsibility. No solution is offered and nobody calls back."
        ),
        off_topic=("Photosynthesis turns light, water and carbon dioxide into sugar and oxygen inside the leaf."),
        contradicting="I never apologise and I do not take responsibility.",
    ),
    Case(
        field="networking",
        question="What is the difference between TCP and UDP, and when do you choose UDP?",
        gold=(
            "TCP sets up a connection and guarantees that data arrives complete and in order. UDP sends packets "
            "without a connection and without a guarantee, which gives lower latency. Choose UDP for live voice, video "
            "or games, where a late packet is worthless."
        ),
        key_points=(
            "TCP sets up a connection and delivers reliably and in order",
            "UDP has no connection and does not guarantee delivery",
            "UDP has lower latency",
            "UDP is chosen for live voice, video or games",
        ),
        good=(
            "TCP opens a connection first and makes sure that everything arrives, and in the right order. UDP just "
            "sends packets with no connection and no guarantee that they are delivered, but the latency is lower. "
            "I pick UDP for live video, voice calls or games."
        ),
        partial="TCP is reliable: it opens a connection and delivers everything in order.",
        found_in_partial=(0,),
        wrong=(
            "UDP sets up a connection and guarantees delivery in order, while TCP has no connection and does not "
            "guarantee delivery. UDP has higher latency, so it is never chosen for live voice or video."
        ),
        off_topic=("I water the tomatoes in the morning and tie them to a stick when they are as tall as my knee."),
        contradicting="UDP has higher latency.",
    ),
    Case(
        field="carpentry",
        question="How do you hang an interior door so that it closes well?",
        gold=(
            "Check that the frame is plumb and square. Leave a gap of 3 mm at the sides and the top. Cut the "
            "hinges flush into the wood, fix the top hinge first, and close the door before the last screws go "
            "in."
        ),
        key_points=(
            "check that the frame is plumb and square",
            "leave a gap of 3 mm at the sides and the top",
            "cut the hinges flush into the wood",
            "try the door before all screws are in",
        ),
        good=(
            "First I check with a level that the frame is plumb and square. I leave a gap of 3 mm at both sides "
            "and the top. The hinges are cut flush into the wood, and I try how the door closes before all screws"
            " are in."
        ),
        partial=("I check with a level that the frame is plumb and square, and I cut the hinges flush into the wood."),
        found_in_partial=(0, 2),
        wrong=(
            "The frame does not have to be plumb. I leave a gap of 3 cm at the sides and the top, and the hinges "
            "are never cut into the wood."
        ),
        off_topic="A balanced diet has vegetables, grain and enough water, and very little sugar.",
        contradicting="I leave a gap of 3 cm at the sides and the top.",
    ),
    Case(
        field="sales",
        question="A prospect says your price is too high. How do you respond?",
        gold=(
            "Do not lower the price at once. Ask what they compare it with, show the value in figures of the "
            "customer, and offer a smaller scope instead of a discount."
        ),
        key_points=(
            "do not lower the price at once",
            "ask what the price is compared with",
            "show the value in the customer's own figures",
            "offer a smaller scope instead of a discount",
        ),
        good=(
            "I don't lower the price at once. I ask what they are comparing our price with, and then I show the "
            "value in figures of the customer. If the budget is fixed, I offer a smaller scope rather than a "
            "discount."
        ),
        partial="I ask them what they compare the price with.",
        found_in_partial=(1,),
        wrong="I lower the price at once and give a discount. I never ask what they compare the price with.",
        off_topic="The museum is closed on Mondays, and children under six enter free of charge.",
        contradicting="I lower the price at once.",
    ),
    Case(
        field="early childhood",
        question="A child bites another child. What do you do?",
        gold=(
            "Comfort the child that was bitten first and care for the wound. Tell the biter calmly and briefly "
            "that biting hurts. Inform the parents of both children the same day without naming the other child."
        ),
        key_points=(
            "comfort the bitten child first",
            "care for the wound",
            "tell the child calmly that biting hurts",
            "inform both families the same day",
        ),
        good=(
            "First I comfort the child who was bitten and look after the wound. Then I tell the other child "
            "calmly and in few words that biting hurts. Both families are informed the same day."
        ),
        partial="I comfort the bitten child first and care for the wound.",
        found_in_partial=(0, 1),
        wrong=("I shout at the child who bit. The bitten child has to wait, and the families are not informed."),
        off_topic="The ferry to the island runs twice a day, and bicycles travel free.",
        contradicting="I do not inform both families the same day.",
    ),
    Case(
        field="welding",
        question="What do you do before you start welding in a workshop?",
        gold=(
            "Remove or cover everything that burns within 10 metres. Have a fire extinguisher within reach. "
            "Switch on the extraction and wear helmet, gloves and a leather apron. Check the cables for damage."
        ),
        key_points=(
            "remove or cover what can burn within 10 metres",
            "keep a fire extinguisher within reach",
            "switch on the extraction",
            "check the cables for damage",
        ),
        good=(
            "I clear away or cover everything that can burn within 10 metres and put a fire extinguisher within "
            "reach. The extraction is switched on. I check the cables for damage, and I wear helmet, gloves and "
            "apron."
        ),
        partial="I keep a fire extinguisher within reach, and I check the cables for damage.",
        found_in_partial=(1, 3),
        wrong=(
            "The extraction is switched off because of the noise. A fire extinguisher is not needed, and I do not"
            " check the cables for damage."
        ),
        off_topic="A haiku has three lines, and the middle one is the longest of them.",
        contradicting="The extraction is switched off.",
    ),
    Case(
        field="teaching",
        question="How do you find out whether pupils have understood a new topic?",
        gold=(
            "Ask every pupil to solve a short task alone at the end of the lesson. Look at the mistakes the same "
            "day, and begin the next lesson with the mistake that most of them made. Grades are not given for it."
        ),
        key_points=(
            "each pupil solves a short task alone at the end of the lesson",
            "look at the mistakes on the same day",
            "begin the next lesson with the commonest mistake",
            "the task is not graded",
        ),
        good=(
            "At the end of the lesson each pupil solves a short task alone. I look at the mistakes on the same "
            "day and begin the next lesson with the mistake that was most common. The task is not graded."
        ),
        partial="Each pupil solves a short task alone at the end of the lesson.",
        found_in_partial=(0,),
        wrong="I ask the class whether they understood, and if nobody says no, we go on. The task is graded.",
        off_topic="Copper conducts electricity well and is easy to bend.",
        contradicting="The task is graded.",
    ),
)
