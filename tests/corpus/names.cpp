// The characters that names are made of. The rare ones stand in 通用规范汉字表 and occur in real
// names; half of them are unknown to common recognition models, which is why they are here.
#include "people.h"

namespace zhipi::specimens {

std::string_view surnames() {
  return "林陈黄郑王张李吴刘蔡杨许郭叶谢曾庄苏周徐江邱赖何洪潘高罗方魏余翁薛卢游施倪阮严傅柯董兰雷"
         "汪唐宋程姚邹熊孟秦白邵侯贺顾毛史龙万钱汤尹易常武乔龚文朱孙马胡赵欧";
}

std::string_view common_given_characters() {
  return "秀英芳兰玉华丽珍金凤梅桂云美琴清莲月红春香淑惠文明建国志强伟军平东海波勇斌杰峰涛辉刚永健"
         "林生成德福贵荣发财祥顺安宁宝庆民新宗家仁义信忠诚光亮天元水木火土山川江河雨雪风雷雅静洁莹"
         "雯佳欣怡思婷娟敏燕霞萍蓉艳群慧巧妹依禄寿松柏竹青学才良振兴龙飞鹏翔宇浩然子涵诗琪梦瑶";
}

std::string_view rare_given_characters() {
  return "璟昶珏翀璠琰珺瑀琮珩璐瑄瑛璋璎瓒琬琨珣珲琊瑁瑗瑢瑧璇璆璘璞璨璩瓘玥玟玢珅珙珈珉珥珧珪珮珽"
         "琇琎"
         "琏琛琤琦琪琯琳琼瑜瑝瑞瑭瑾昀昉昊昕昙昝昱昳昴昺晁晏晗晟晞晢晫晔晖晙晛暄暎暐暻曌曈曦曜旻旸"
         "旿旼"
         "旳炅炆炘炜炟炫炯烜烨烺焓焜焱焯煊煜煦煴熙熠熹燊燚爔彧彤彦彬彪彭徕徵忻怿恺悌悦惇愔懋懿憬"
         "沅沁沂沄沆沐沛沨泓泠泫泱泺洄洵洛洺浏浚浠涓涪涵淇淏淙淞淳淼渊渌渲湉湛湜溁溥滢漪漩潆潇潞澍"
         "澄澔澜"
         "濂濛濮瀚瀛瀹灏芃芊芮芷芸苒苓茉茜荀荃荇荟荦莀莘菀菁菡萱葳葵蒨蓁蓓蔚蔷蕙蕤蕴薇薏蘅翊翎翙翚"
         "翥"
         "翮翯翾嫒嫣嬿姝姞姣姮娅娉娈娥婕婧婳媛媖媞嫄嫕峤峥峻崃崟崧嵘嵩巍岚岑岱岫铎铖铠铧铮锴锵锟镕"
         "镛镝鑫"
         "钊钧铄骁骅骊骋骐骞骥騄颀颉颋颖颢颙顼韬韫韵飏馥馨骎鸢鸾鹂鹄鹓麒麓黎黛黼禕祎祐祚祜祯祺禔禛"
         "禤禧稷"
         "穆竑竣笙筠筱箬篁纾绂绎绡绮绯绶绾缃缇缨缦羿羲耀聿聪舜舫舸艺诗诩诺谌谧谞谦谨贇赟赜轩轶辂辰"
         "迦逄逸遐"
         "郁郅郗鄢酉醴钰锜闳闵阗陔隽雍霁霈霏霖霭靓靖鞠";
}

}  // namespace zhipi::specimens
