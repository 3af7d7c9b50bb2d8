"""Words that a journalist or a researcher types find the right proposals of the shipped base."""

import json

import pytest

from tests.conftest import Prop

OF_A_THEME = {
    "employment": "gig workers|gig economy|flexible employment|jobs|灵活就业|零工|平台就业",
    "minors-protection": "game addiction|child protection|防沉迷|青少年",
    "data-governance": "cybersecurity|数据安全|信息安全",
    "digital-governance": "e-government|smart city|电子政务|智慧城市",
    "rural-revitalisation": "farmers|countryside|三农|农民",
    "sme": "SMEs|small businesses|小微企业",
    "greater-bay-area": "GBA|粤港澳|大湾区|深圳",
    "fintech": "互联网金融|数字金融",
    "health": "healthcare|公共卫生",
    "ecology": "climate change|环保|生态保护",
    "culture": "digital content|文化产业",
    "digital-economy": "平台经济|互联网经济",
    "industrial-internet": "smart manufacturing|智能制造",
    "science-innovation": "R&D|科研",
}
"""Words for a whole theme: each finds its proposals, and no others."""

OF_PROPOSALS = {
    "2013-national-internet-strategy 2019-industrial-internet-real-economy": "broadband|宽带",
    "2013-technological-innovation": "知识产权|extort",
    "2014-ending-illegal-ivory-trade": "ivory|象牙|elephants",
    "2014-fighting-cybercrime": "cybercrime|网络犯罪",
    "2014-internet-for-food-safety": "food safety|食品安全",
    "2015-information-accessibility": "blind users|盲人|accessibility|无障碍|disabled people",
    "2015-smart-livelihood-mobile-internet": "smog|雾霾",
    "2016-digital-content-industry": "piracy|盗版",
    "2016-internet-health-care": "分级诊疗|健康档案|health records",
    "2016-sharing-economy": "网约车|ride-hailing|共享经济|分享经济",
    "2017-personal-information-security": "privacy|隐私|个人信息|fraud|诈骗",
    "2017-sponge-cities": "sponge city|海绵城市",
    "2017-world-class-tech-bay-area": "green card|绿卡",
    "2018-bay-area-integration": "electronic identity|电子身份",
    "2018-digital-china 2020-industrial-internet-strategy": "数据共享",
    "2018-industrial-internet-manufacturing": "工业互联网",
    "2018-internet-financial-risk": "金融风险|financial risk",
    "2018-ngos-in-national-parks": "NGOs|公益组织",
    "2018-ngos-in-national-parks 2020-pearl-river-estuary-national-park": (
        "nature education|自然教育"
    ),
    "2018-technology-plus-culture": "虚拟现实|VR",
    "2018-youth-science-education": "科技馆|science museums",
    "2019-bay-area-core-strengths": "湾区大学|development bank",
    "2019-core-technology-and-basic-science": "基础研究|税收优惠",
    "2019-industrial-internet-real-economy": "5G|IPv6|国家部委",
    "2019-technology-ethics": "AI ethics|人工智能伦理|科技伦理|gene editing|基因编辑",
    "2020-digital-tools-for-small-firms": "共享用工|人力上云",
    "2020-industrial-internet-strategy": (
        "middle platform|中台|live broadcast|live streaming|直播|mini-programs|小程序|智能工厂"
    ),
    "2020-industrial-internet-strategy 2020-medical-staff-sense-of-gain "
    "2020-rural-revitalisation-after-poverty": "新基建",
    "2020-medical-staff-sense-of-gain": "smart hospital|智慧医院|family doctors|家庭医生",
    "2020-pearl-river-estuary-national-park": "珠江口",
    "2020-rural-revitalisation-after-poverty": "digital divide|数字鸿沟|扶贫",
    "2020-shenzhen-demonstration-zone": "飞地|特区立法",
    "2020-shenzhen-demonstration-zone 2021-digital-technology-rural-revitalisation "
    "2022-social-emergency-network": "emergency|应急",
    "2021-carbon-neutral-technology-firms": "carbon neutrality|碳中和|绿色电力",
    "2021-digital-economy-pilots-and-governance": "bike sharing|共享单车|P2P|社区团购",
    "2021-digital-technology-rural-revitalisation": "留守儿童|新农人|电商",
    "2021-marine-protected-area-network": "海洋保护地",
    "2021-new-forms-of-employment": "稳就业",
    "2022-bay-area-blue-carbon": "blue carbon|蓝碳|碳汇",
    "2022-digital-cultural-heritage": "cultural heritage|文化遗产",
    "2022-digital-real-integration": "专精特新|metaverse|元宇宙|NFT|数字化转型",
    "2016-internet-health-care 2018-digital-technology-for-health "
    "2021-digital-economy-pilots-and-governance": "telemedicine|远程医疗",
}
"""Proposals → words that find them, and no others."""


def found(prop: Prop, words: str) -> set[str]:
    """Return the ids of all proposals that a search for these words finds."""
    rows = json.loads(prop("search", *words.split(), "--limit", 100, "--format", "json").out)
    return {row["id"] for row in rows if row["record"] == "proposal"}


@pytest.mark.parametrize("theme", OF_A_THEME)
def test_words_for_a_theme_find_its_proposals(prop: Prop, theme: str) -> None:
    """Gig workers are not in the text of a proposal on employment, and still find it."""
    listed = json.loads(prop("list", "--theme", theme, "--format", "json").out)
    meant = {row["id"] for row in listed}
    assert meant
    wrong = {word: found(prop, word) ^ meant for word in OF_A_THEME[theme].split("|")}
    assert {word: ids for word, ids in wrong.items() if ids} == {}


def test_words_for_some_proposals_find_these(prop: Prop) -> None:
    """In English and in Chinese, where the sources use a Chinese term of their own."""
    wrong = {
        word: found(prop, word) ^ set(meant.split())
        for meant, words in OF_PROPOSALS.items()
        for word in words.split("|")
    }
    assert len(wrong) >= 60
    assert {word: ids for word, ids in wrong.items() if ids} == {}


def test_every_other_name_of_a_theme_finds_its_proposals(prop: Prop) -> None:
    """No name was added that search does not know."""
    missed = {}
    for theme in json.loads(prop("themes", "--format", "json").out):
        listed = json.loads(prop("list", "--theme", theme["id"], "--format", "json").out)
        (record,) = json.loads(prop("show", theme["id"], "--format", "json").out)
        for name in record["other_names"]:
            missed[name] = {row["id"] for row in listed} - found(prop, name)
    assert len(missed) > 100
    assert {name: ids for name, ids in missed.items() if ids} == {}


def test_a_name_of_the_person_or_the_firm_finds_what_they_did(prop: Prop) -> None:
    """Names in another language, other names and organisations are known as well."""
    assert len(found(prop, "Pony Ma")) == len(found(prop, "马化腾")) == 54
    announced = json.loads(prop("list", "stage:announced", "--format", "json").out)
    assert {row["id"] for row in announced} <= found(prop, "腾讯")
