"""The places of data/sources/maslikhat-decisions, by decision."""

from __future__ import annotations

from tests.etl.decisions.layouts.places import (
    Place,
    all_villages,
    city,
    district,
    named_district,
    named_okrug,
    oblast,
    okrug,
    settlement,
)

KOSTANAY = "KZ-39"

_KARASU = district(KOSTANAY, "Карасуск", "Қарасу")
_AMANGELDY = district(KOSTANAY, "Амангельдинск", "Амангелді")
_KARABALYK = district(KOSTANAY, "Карабалыкск", "Қарабалық")
_KOSTANAY = district(KOSTANAY, "Костанайск", "Қостанай")
_SHORTANDY = district("KZ-11", "Шортандинск", "Шортанды")
_MUNAILY = district("KZ-47", "Мунайлинск", "Мұнайлы")
_ARKALYK = city(KOSTANAY, "Аркалык", "Аркалыка", "Аркалыкск", "Арқалық")
_TOBYL = settlement(_KOSTANAY, "Тобыл", "Тобыл", "город")
_ANGARSKOE = settlement(_ARKALYK, "Ангарское", "Ангар", "село")

PLACES: dict[str, Place] = {
    "V15L0005269": oblast("KZ-43", "Кызылординск"),
    "31044851": oblast("KZ-47", "Мангистауск"),
    "V11NE000130": district(KOSTANAY, "Алтынсаринск", "Алтынсарин"),
    "V18NF008040": _AMANGELDY,
    "V19NK008843": district(KOSTANAY, "Камыстинск", "Қамысты"),
    "V16NL006739": _KARABALYK,
    "V17NM007379": _KARASU,
    "V21NN025537": _KOSTANAY,
    "G25NN00299M": _KOSTANAY,
    "V12NO003904": district(KOSTANAY, "Мендыкаринск", "Меңдіқара"),
    "V21NA025405": city(KOSTANAY, "Костанай", "Костаная", "Костанайск", "Қостанай"),
    "V12ND003858": city(KOSTANAY, "Лисаковск", "Лисаковска", "Лисаковск", "Лисаков"),
    "V11NB000197": city(KOSTANAY, "Рудный", "Рудного", "Рудненск", "Рудный"),
    "V08BR000062": _SHORTANDY,
    "V20BR008304": _SHORTANDY,
    "G23CA00109M": city("KZ-15", "Актобе", "Актобе", "Актюбинск", "Ақтөбе"),
    "G25DU02668M": city("KZ-19", "Алатау", "Алатау", "Алатауск", "Алатау"),
    "V16ZG004621": district("KZ-27", "Зеленовск", "Зеленов"),
    "G25ZG00292M": named_district("KZ-27", "Бәйтерек", "Бәйтерек"),
    "G23KK40000M": district("KZ-35", "Бухар-Жырауск", "Бұқар жырау"),
    "V21KC026142": city("KZ-35", "Темиртау", "Темиртау", "Темиртауск", "Теміртау"),
    "G24LG00179M": district("KZ-43", "Жанакорганск", "Жаңақорған"),
    "G22MG26161M": _MUNAILY,
    "V08MA000100": city("KZ-47", "Актау", "Актау", "Актауск", "Ақтау"),
    "V21SJ007173": district("KZ-59", "Мамлютск", "Мамлют"),
    "V19SA005778": city("KZ-59", "Петропавловск", "Петропавловска", "Петропавловск", "Петропавл"),
    "V19UK004962": district("KZ-61", "Сарыагашск", "Сарыағаш"),
    "G23FA01693M": city("KZ-10", "Семей", "Семей", "Семейск", "Семей"),
    "G24NM00196M": okrug(_KARASU, "Айдарлинск", "Айдарлы"),
    "G22NF00107M": okrug(_AMANGELDY, "Амангельдинск", "Амангелді"),
    "G21NN00109M": _TOBYL,
    "G24NN00141M": _TOBYL,
    "G25NN00322M": _TOBYL,
    "V20NL008921": settlement(_KARABALYK, "Карабалык", "Қарабалық"),
    "G22NG00178M": settlement(district(KOSTANAY, "Аулиекольск", "Әулиекөл"), "Кушмурун", "Құсмұрын"),
    "V20NQ008923": settlement(district(KOSTANAY, "Сарыкольск", "Сарыкөл"), "Сарыколь", "Сарыкөл"),
    "G21NC00060M": _ANGARSKOE,
    "G25NC00192M": _ANGARSKOE,
    "V21NS023361": settlement(district(KOSTANAY, "Узункольск", "Ұзынкөл"), "Бауманское", "Бауман", "село"),
    "G23BK00853M": settlement(district("KZ-11", "Есильск", "Есіл"), "Есиль", "Есіл", "город"),
    "V20CC006765": okrug(district("KZ-15", "Алгинск", "Алға"), "Карабулакск", "Қарабұлақ"),
    "G21DQ01564M": settlement(district("KZ-19", "Сарканск", "Сарқан"), "Саркан", "Сарқан", "город"),
    "V20TF004859": okrug(district("KZ-23", "Индерск", "Индер"), "Жарсуатск", "Жарсуат"),
    "V19GI004484": settlement(district("KZ-31", "Сарысуск", "Сарысу"), "Жанатас", "Жаңатас", "город"),
    "V18LF006643": settlement(district("KZ-43", "Жалагашск", "Жалағаш"), "Жалагаш", "Жалағаш"),
    "G22MG01494M": all_villages(_MUNAILY),
    "G22PH00121M": okrug(district("KZ-55", "Теренкольск", "Тереңкөл"), "Байконысск", "Байқоныс"),
    "G21PC07111M": settlement(
        city("KZ-55", "Экибастуз", "Экибастуза", "Экибастузск", "Екібастұз"), "Солнечный", "Солнечный"
    ),
    "V17PB005808": named_okrug(
        city("KZ-55", "Аксу", "Аксу", "Аксуск", "Ақсу"), "имени Мамаита Омарова", "Мамаит Омаров атындағы"
    ),
    "G25SE00295M": okrug(
        named_district("KZ-59", "имени Габита Мусрепова", "Ғабит Мүсірепов атындағы"),
        "Кокалажарск",
        "Көкалажар",
    ),
    "G25IA31182M": okrug(
        city("KZ-33", "Талдыкорган", "Талдыкорган", "Талдыкорганск", "Талдықорған"), "Еркинск", "Еркін"
    ),
    "G22ID00351M": settlement(district("KZ-33", "Алакольск", "Алакөл"), "Ушарал", "Үшарал", "город"),
    "G25HA39223M": okrug(
        city("KZ-62", "Жезказган", "Жезказган", "Жезказганск", "Жезқазған"), "Кенгирск", "Кеңгір"
    ),
}
