"""Courses in the shapes that well-known authoring tools export, written down from knowledge."""

from dataclasses import dataclass, field

from lectern_manifests import HEAD_12, HEAD_2004, LOM_12, LOM_2004
from lectern_zips import SCO_PAGE, zip_of

DECLARATION = '<?xml version="1.0" encoding="utf-8" standalone="no"?>\n'
SCHEMAS_12 = 'xsi:schemaLocation="http://www.imsproject.org/xsd/imscp_rootv1p1p2 imscp.xsd"'


@dataclass(frozen=True, slots=True)
class Export:
    """A manifest with the names of the files around it, and what a reader must see in it."""

    tool: str
    manifest: str
    files: tuple[str, ...]
    title: str
    launch: str
    scos: int = 1
    texts: dict[str, str] = field(default_factory=dict[str, str])

    def zip(self) -> bytes:
        content = dict.fromkeys(self.files, SCO_PAGE)
        texts = {name: text.encode() for name, text in self.texts.items()}
        return zip_of({"imsmanifest.xml": self.manifest.encode()} | content | texts)


def _files(*names: str) -> str:
    return "".join(f'<file href="{name}" />\n' for name in names)


STORYLINE_12 = Export(
    "Storyline, SCORM 1.2",
    f"""{DECLARATION}<manifest identifier="Safety_course_id" version="1.0" {HEAD_12} {SCHEMAS_12}>
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>1.2</schemaversion>
    <lom {LOM_12}>
      <general><title><langstring xml:lang="x-none">Safety at work</langstring></title>
      <description><langstring xml:lang="x-none">Watch out.</langstring></description></general>
      <educational><typicallearningtime><datetime>00:45:00</datetime></typicallearningtime>
      </educational>
    </lom>
  </metadata>
  <organizations default="B0"><organization identifier="B0">
    <title>Safety at work</title>
    <item identifier="i1" identifierref="r1" isvisible="true"><title>Safety at work</title>
      <adlcp:masteryscore>80</adlcp:masteryscore></item>
    <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  </organization></organizations>
  <resources><resource identifier="r1" type="webcontent" adlcp:scormtype="sco"
      href="index_lms.html">
    {_files("index_lms.html", "story_content/user.js", "mobile/5Vtx_80%20px.png", "meta.xml")}
  </resource></resources>
</manifest>""",
    ("index_lms.html", "story_content/user.js", "mobile/5Vtx_80 px.png", "meta.xml"),
    "Safety at work",
    "index_lms.html",
)

STORYLINE_2004 = Export(
    "Storyline, SCORM 2004 3rd edition",
    f"""{DECLARATION}<manifest identifier="_5a" version="1" {HEAD_2004}>
  <metadata><schema>ADL SCORM</schema><schemaversion>2004 3rd Edition</schemaversion>
    <lom:lom xmlns:lom="http://ltsc.ieee.org/xsd/LOM"><lom:general>
    <lom:title><lom:string language="en-US">Safety 2</lom:string></lom:title></lom:general>
    </lom:lom></metadata>
  <organizations default="C1"><organization identifier="C1" structure="hierarchical"
      adlseq:objectivesGlobalToSystem="false"><title>Safety 2</title>
    <item identifier="i1" identifierref="r1" isvisible="true"><title>Safety 2</title>
      <imsss:sequencing><imsss:deliveryControls tracked="true" completionSetByContent="true"
        objectiveSetByContent="true"/><imsss:objectives><imsss:primaryObjective
        objectiveID="PRIMARYOBJ" satisfiedByMeasure="true"><imsss:minNormalizedMeasure>0.8
        </imsss:minNormalizedMeasure></imsss:primaryObjective></imsss:objectives>
      </imsss:sequencing>
      <adlnav:presentation><adlnav:navigationInterface>
        <adlnav:hideLMSUI>previous</adlnav:hideLMSUI><adlnav:hideLMSUI>continue</adlnav:hideLMSUI>
      </adlnav:navigationInterface></adlnav:presentation></item>
    <imsss:sequencing><imsss:controlMode choice="true" flow="true"/></imsss:sequencing>
  </organization></organizations>
  <resources><resource identifier="r1" type="webcontent" adlcp:scormType="sco"
    href="index_lms.html">{_files("index_lms.html", "html5/data/js/data.js")}</resource>
  </resources>
</manifest>""",
    ("index_lms.html", "html5/data/js/data.js"),
    "Safety 2",
    "index_lms.html",
)

RISE = Export(
    "Rise",
    f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="fH9-x" version="1.2" {HEAD_12}>
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="rise"><organization identifier="rise"><title>Onboarding &amp; you</title>
    <item identifier="item" identifierref="res"><title>Onboarding &amp; you</title></item>
  </organization></organizations>
  <resources><resource identifier="res" type="webcontent" href="scormdriver/indexAPI.html"
    adlcp:scormtype="sco">{
        _files(
            "scormdriver/indexAPI.html",
            "scormcontent/index.html",
            "scormcontent/assets/Bild (1), groß.jpg",
        )
    }</resource></resources>
</manifest>""",
    (
        "scormdriver/indexAPI.html",
        "scormcontent/index.html",
        "scormcontent/assets/Bild (1), groß.jpg",
    ),
    "Onboarding & you",
    "scormdriver/indexAPI.html",
)

CAPTIVATE = Export(
    "Captivate",
    f"""<?xml version="1.0" encoding="utf-8" ?>
<!--This is an Adobe eLearning output file-->
<manifest identifier="Course_ID1" version="1.2" {HEAD_12} {SCHEMAS_12}>
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion>
    <imsmd:lom xmlns:imsmd="http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"><imsmd:general>
    <imsmd:title><imsmd:langstring xml:lang="en-US"><![CDATA[Phishing]]></imsmd:langstring>
    </imsmd:title></imsmd:general></imsmd:lom></metadata>
  <organizations default="Course_ID1_ORG"><organization identifier="Course_ID1_ORG">
    <title>Phishing</title>
    <item identifier="SCO_ID1" isvisible="true" identifierref="SCO_ID1_RES">
      <title><![CDATA[Phishing]]></title><adlcp:maxtimeallowed></adlcp:maxtimeallowed>
      <adlcp:timelimitaction>continue,no message</adlcp:timelimitaction>
      <adlcp:datafromlms></adlcp:datafromlms><adlcp:masteryscore>100</adlcp:masteryscore>
    </item></organization></organizations>
  <resources><resource identifier="SCO_ID1_RES" type="webcontent" adlcp:scormtype="sco"
    href="index_scorm.html">{_files("index_scorm.html", "SCORM_utilities.js")}</resource>
  </resources>
</manifest>""",
    ("index_scorm.html", "SCORM_utilities.js"),
    "Phishing",
    "index_scorm.html",
)

ISPRING = Export(
    "iSpring",
    f"""\ufeff<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="{{6B-1}}" version="1.1" {HEAD_2004}>
  <metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
  <organizations default="ORG"><organization identifier="ORG"><title>Продажи</title>
    <item identifier="ITEM" identifierref="RES" isvisible="true"><title>Продажи</title>
    <adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="1"/></item>
    <imsss:sequencing><imsss:controlMode choice="true" flow="true"/></imsss:sequencing>
  </organization></organizations>
  <resources><resource identifier="RES" type="webcontent" adlcp:scormType="sco"
    href="res/index.html">{_files("res/index.html", "res/data/sld1.js")}</resource></resources>
</manifest>""",
    ("res/index.html", "res/data/sld1.js"),
    "Продажи",
    "res/index.html",
)

LECTORA = Export(
    "Lectora",
    f"""<?xml version="1.0" encoding="ISO-8859-1"?>
<manifest identifier="MANIFEST1" version="1.0" {HEAD_12}>
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion>
    <adlcp:location>course_metadata.xml</adlcp:location></metadata>
  <organizations default="TOC1"><organization identifier="TOC1"><title>Ladder safety</title>
    <item identifier="A1" isvisible="true"><title>Chapter 1</title>
      <item identifier="A2" identifierref="R_A2" isvisible="true"><title>Basics</title></item>
      <item identifier="A3" identifierref="R_A3" isvisible="true"><title>Test</title>
        <adlcp:prerequisites type="aicc_script">A2</adlcp:prerequisites></item></item>
  </organization></organizations>
  <resources>
    <resource identifier="R_A2" adlcp:scormtype="sco" type="webcontent" href="a001index.html">
      {_files("a001index.html", "trivantis.js")}</resource>
    <resource identifier="R_A3" adlcp:scormtype="sco" type="webcontent" href="a002index.html">
      {_files("a002index.html")}</resource></resources>
</manifest>""",
    ("a001index.html", "a002index.html", "trivantis.js"),
    "Ladder safety",
    "a001index.html",
    2,
    {
        "course_metadata.xml": f"<lom {LOM_12}><general><description>"
        "<langstring>About ladders</langstring></description></general></lom>"
    },
)

ADAPT = Export(
    "Adapt",
    f"""<?xml version="1.0" standalone="no" ?>
<manifest identifier="adapt_manifest" version="1" {HEAD_12} {SCHEMAS_12}>
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion>
  <lom {LOM_12}><general><title><langstring xml:lang="x-none"><![CDATA[Adapt course]]></langstring>
  </title><description><langstring xml:lang="x-none"><![CDATA[A <b>sample</b>]]></langstring>
  </description></general></lom></metadata>
  <organizations default="adapt_scorm"><organization identifier="adapt_scorm">
    <title><![CDATA[Adapt course]]></title>
    <item identifier="item_1" isvisible="true" identifierref="res1"><title><![CDATA[Adapt]]></title>
    </item></organization></organizations>
  <resources><resource identifier="res1" type="webcontent" href="index_lms.html"
    adlcp:scormtype="sco"><file href="index_lms.html"/></resource></resources>
</manifest>""",
    ("index_lms.html", "adapt/js/adapt.min.js"),
    "Adapt course",
    "index_lms.html",
)

EXELEARNING = Export(
    "eXeLearning",
    f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- Generated by eXe -->
<manifest identifier="eXe_curso" {HEAD_12}>
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion>
    <adlcp:location>imslrm.xml</adlcp:location></metadata>
  <organizations default="eXe_org"><organization identifier="eXe_org" structure="hierarchical">
    <title>El agua</title>
    <item identifier="ITEM-1" isvisible="true" identifierref="RES-1"><title>Inicio</title>
      <item identifier="ITEM-2" isvisible="true" identifierref="RES-2"><title>Mares</title>
      </item></item></organization></organizations>
  <resources>
    <resource identifier="RES-1" type="webcontent" adlcp:scormtype="sco" href="index.html">
      {_files("index.html")}<dependency identifierref="COMMON_FILES"/></resource>
    <resource identifier="RES-2" type="webcontent" adlcp:scormtype="sco" href="mares.html">
      {_files("mares.html")}<dependency identifierref="COMMON_FILES"/></resource>
    <resource identifier="COMMON_FILES" type="webcontent" adlcp:scormtype="asset">
      {_files("base.css", "SCORM_API_wrapper.js")}</resource></resources>
</manifest>""",
    ("index.html", "mares.html", "base.css", "SCORM_API_wrapper.js"),
    "El agua",
    "index.html",
    2,
    {
        "imslrm.xml": f"<lom {LOM_2004}><general><title><string>El agua</string></title></general>"
        "<educational><typicalLearningTime><duration>PT2H</duration></typicalLearningTime>"
        "</educational></lom>"
    },
)

XERTE = Export(
    "Xerte",
    f"""<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<manifest identifier="Xerte_5" version="1.3" {HEAD_2004}>
  <metadata><schema>ADL SCORM</schema><schemaversion>CAM 1.3</schemaversion></metadata>
  <organizations default="XERTE-ORG-1"><organization identifier="XERTE-ORG-1"
      structure="hierarchical"><title>Maps
      and plans</title>
    <item identifier="XERTE-ITEM-1" identifierref="XERTE-RES-1" isvisible="true"
      parameters="?linkID=0"><title>Maps</title></item></organization></organizations>
  <resources><resource identifier="XERTE-RES-1" type="webcontent" adlcp:scormType="sco"
    href="scorm2004RLO.htm">{_files("scorm2004RLO.htm")}</resource></resources>
</manifest>""",
    ("scorm2004RLO.htm",),
    "Maps and plans",
    "scorm2004RLO.htm?linkID=0",
)

H5P = Export(
    "H5P packed as SCORM",
    f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="h5p-1" version="1" {HEAD_12}>
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="h5p"><organization identifier="h5p"><title>Quiz</title>
    <item identifier="item_h5p" identifierref="res_h5p"><title>Quiz</title>
    <adlcp:masteryScore>60.5</adlcp:masteryScore></item></organization></organizations>
  <resources><resource identifier="res_h5p" type="webcontent" href="index.html"
    adlcp:scormtype="sco">{_files("index.html", "h5p.json", "content/content.json")}</resource>
  </resources>
</manifest>""",
    ("index.html", "h5p.json", "content/content.json"),
    "Quiz",
    "index.html",
)

EXPORTS = (
    STORYLINE_12,
    STORYLINE_2004,
    RISE,
    CAPTIVATE,
    ISPRING,
    LECTORA,
    ADAPT,
    EXELEARNING,
    XERTE,
    H5P,
)
