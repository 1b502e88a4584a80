// SPDX-License-Identifier: EUPL-1.2
/** Names usual among people of Chinese and Vietnamese descent, romanised, by hand. */
import { parseNames, type NameTable } from './name-table.ts';

export const eastAsian: NameTable = {
  male: parseNames(`
    Wei/Wai, Ming/Meng, Jian/Chien, Hao/Ho, Jun/Chun, Minh/Min, Tuấn/Tuan, Hùng/Hung, Dũng/Dung, Qiang/Chiang,
    Yong/Yung, Chi Keung/Chi-Keung, Kam Wing/Kam-Wing, Wai Man/Wai-Man, Yiu Ming/Yiu-Ming, Quang/Kwang,
    Long/Lung, Thành/Thanh, Đức/Duc, Bin/Ping, Chao/Tsao, Dong/Tung, Feng/Fong, Gang/Kang, Hai/Hoi,
    Jianguo/Jian Guo, Kin Wah/Kin-Wah, Lei/Lui, Nam/Nan, Peng/Pang, Sơn/Son, Tao/Tou, Văn Nam/Van Nam,
    Xiang/Hsiang, Xiaoming/Xiao Ming, Yi/Yee, Zhiqiang/Zhi Qiang, Hoàng Anh/Hoang Anh, Tai/Dai, Wing/Wieng`),
  female: parseNames(`
    Mei/Mui, Li/Lee, Xiu Ying/Xiuying, Yan/Yen, Lan/Laan, Hoa/Hwa, Thị Lan/Thi Lan, Thị Mai/Thi Mai, Hương/Huong,
    Ying/Ing, Fang/Fong, Na/Naa, Jing/Ching, Min/Man, Suk Yin/Suk-Yin, Yuk Lan/Yuk-Lan, Mei Ling/Mei-Ling/Meiling,
    Siu Fong/Siu-Fong, Wai Ling/Wai-Ling, Lai Kuen/Lai-Kuen, Thu/Thoe, Ngọc/Ngoc, Linh/Lin, Phương/Phuong,
    Xia/Hsia, Hong/Hung, Juan/Chuan, Hui/Wai, Lijuan/Li Juan, Xiaoli/Xiao Li, Yue/Yuet, Zhen/Chen,
    Thị Hồng/Thi Hong, Kim/Kiem, Bích/Bich, Nga/Ngaa, Tuyết/Tuyet, Qing/Ching, Wen/Man, Ling/Leng`),
  surnames: parseNames(`
    Nguyễn/Nguyen/Ngyuen, Wang/Wong, Chen/Chan/Tan, Li/Lee/Lie, Zhang/Cheung/Chang, Trần/Tran, Lin/Lam,
    Huang/Wong/Hwang, Lê/Le, Wu/Ng, Phạm/Pham, Liu/Lau, Yang/Yeung, Zhou/Chow/Chau, Xu/Hsu/Hui, Hồ/Ho,
    Zheng/Cheng, Ye/Yip, Cai/Choi/Tsai, Liang/Leung, Vũ/Vu, Võ/Vo, Đặng/Dang, Bùi/Bui, Đỗ/Do, Ngô/Ngo,
    Dương/Duong, Hu/Woo, Zhu/Chu, Guo/Kwok, Luo/Law, Gao/Ko, Xie/Tse, Tang/Thong, Feng/Fung, Deng/Tang,
    Zeng/Tsang, Peng/Pang, Jiang/Kong, Pan/Poon, Lü/Lui, Su/So, Wei/Ngai, Shen/Sham, Yuan/Yuen, Mai/May,
    Đinh/Dinh, Huỳnh/Huynh, Trương/Truong, Cheung/Cheong`),
};
